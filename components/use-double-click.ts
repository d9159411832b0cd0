/* Double clicks, which people make by habit: what the first click has put under the pointer must not
 * take the second one, which was meant for what was there before. */
import { useLayoutEffect, useRef } from 'preact/hooks';

const DOUBLE_CLICK_MS = 400;

/** Tells a click that comes as the second of two so soon after `shown` has changed, or has come. */
export function useDoubleClick(shown: unknown): (event: MouseEvent) => boolean {
  const changedAtMs = useRef(0);
  useLayoutEffect(() => {
    changedAtMs.current = performance.now();
  }, [shown]);
  return ({ detail, timeStamp }) => detail > 1 && timeStamp - changedAtMs.current < DOUBLE_CLICK_MS;
}

/** For `onClickCapture`: such a click reaches nothing. */
export function useNoDoubleClick(shown: unknown): (event: MouseEvent) => void {
  const isDoubled = useDoubleClick(shown);
  return (event) => {
    if (!isDoubled(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
