import { useEffect, useState } from 'preact/hooks';

/** The keys that open the popup; null where none are set, undefined until that is read. They are
 * changed elsewhere in the browser: who comes back from there finds the new ones. */
export function useShortcut(read: () => Promise<string | null>): string | null | undefined {
  const [shortcut, setShortcut] = useState<string | null>();
  useEffect(() => {
    const readNow = () => void read().then(setShortcut);
    readNow();
    window.addEventListener('focus', readNow);
    return () => window.removeEventListener('focus', readNow);
  }, []);
  return shortcut;
}
