import { useEffect, useState } from 'preact/hooks';

/** Storage answers in some milliseconds, on a busy machine in some tenths of a second. A person is told
 * three seconds after their click at the latest, and part of that goes into opening the page and into
 * loading the words. */
export const PATIENCE_MS = 2_000;

/** Whether what is waited for takes too long. */
export function usePatience(isWaiting: boolean): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setOver(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setOver(false);
    };
  }, [isWaiting]);
  return isWaiting && isOver;
}
