/* The keyboard is always somewhere: where what had it leaves the page, or can't have it any more, the
 * view as a whole has it. From there keys go on as before, and none of them acts on a row unseen; from
 * <body>, a screen reader would begin anew. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Gives the ref of the view's <main>, which has to take the focus (`tabIndex={-1}`). */
export function useKeptFocus(): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  // Once it is painted: to give the focus, a browser has to lay out all there is.
  useEffect(() => {
    const keep = () => {
      if (isLost(document.activeElement)) main.current?.focus({ preventScroll: true });
    };
    keep();
    // Not at once: on its way from one field to the next, the focus is nowhere for a moment.
    const observer = new MutationObserver(() => setTimeout(keep));
    const changes = { childList: true, subtree: true, attributeFilter: ['disabled'] };
    observer.observe(document.body, changes);
    return () => observer.disconnect();
  }, []);
  return main;
}

function isLost(focused: Element | null): boolean {
  return focused === null || focused === document.body || focused.matches(':disabled');
}
