/* A popup asks for its size by that of its body (surfaces.css). A browser that is zoomed gives it
 * less, and so does Firefox's overflow menu: then the body is made as small, or it would be
 * scrolled about in its window. */

/** Below this, the browser has not yet asked how large it wants to be. */
const LEAST_PX = 150;

export function fitPopup(): void {
  window.addEventListener('resize', shrink);
  shrink();
}

function shrink(): void {
  if (innerWidth < LEAST_PX || innerHeight < LEAST_PX) return;
  const { style, offsetWidth, offsetHeight } = document.body;
  if (innerWidth < offsetWidth) style.width = `${innerWidth}px`;
  if (innerHeight < offsetHeight) style.height = `${innerHeight}px`;
}
