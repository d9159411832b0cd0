/* What axe does not see: whether all that can be acted on is in reach of eye, hand and keyboard. */
import type { View } from '../driver/driver.ts';

/** WCAG 2.5.8; closer ones are meant for the mouse alone, and are as good as none for others. */
const LEAST_TARGET_PX = 24;

/** One sentence for each thing that is too broad, cut off, too small to hit, or unseen in focus. */
export function outOfReach(view: View): Promise<string[]> {
  return view.evaluate(`(${SOURCE})(${LEAST_TARGET_PX})`);
}

/** Runs in the page; as text, since what a compiler adds to a function does not exist in there. */
const SOURCE = `(leastPx) => {
  const shown = document.querySelector('dialog:modal') ?? document.body;
  const nameOf = (element) => element.outerHTML.slice(0, 120);
  const boxOf = (element) => element.getBoundingClientRect();
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest('[inert], .unseen');
  const controls = [...shown.querySelectorAll(
    'button, input, select, a[href], summary, [tabindex], [role="option"], [role="menuitem"]')]
    .filter((element) => isSeen(element) && !element.disabled);

  const tooBroad = () => {
    const pages = [document.documentElement, document.body];
    return pages.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map((page) => page.tagName + ' is ' + page.scrollWidth + ' px broad, of ' + page.clientWidth);
  };

  // Cut off for good: beyond the edge of something that does not scroll that way.
  const cutOff = (control) => {
    const box = boxOf(control);
    const over = { x: 'overflowX', y: 'overflowY' };
    for (let parent = control.parentElement; parent; parent = parent.parentElement) {
      const style = getComputedStyle(parent);
      const edge = parent === document.documentElement
        ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight } : boxOf(parent);
      const isBeyond = { x: box.left < edge.left - 2 || box.right > edge.right + 2,
        y: box.top < edge.top - 2 || box.bottom > edge.bottom + 2 };
      for (const axis of ['x', 'y']) {
        const overflow = style[over[axis]];
        if (!isBeyond[axis] || overflow === 'visible') continue;
        if (overflow === 'auto' || overflow === 'scroll') return [];
        return [nameOf(control) + ' is cut off by ' + parent.tagName + '.' + parent.className];
      }
    }
    return [];
  };

  // A label is part of its target; what has room around it may be smaller (2.5.8, spacing); and so
  // may a link in a line of text.
  const targets = controls.filter((control) => control.tabIndex >= 0 || !control.matches('[tabindex]'))
    .map((control) => control.matches('input') ? control.closest('label, td, th') ?? control : control)
    .filter((target) => target.matches('a, button, input, select, summary, label, td, th'));
  const isSmall = ({ width, height }) => Math.min(width, height) < leastPx - 0.5;
  const circlesMeet = (a, b) => Math.hypot(
    (a.left + a.right - b.left - b.right) / 2, (a.top + a.bottom - b.top - b.bottom) / 2) < leastPx;
  const isNear = (a, b) => {
    const x = (a.left + a.right) / 2, y = (a.top + a.bottom) / 2;
    const dx = Math.max(b.left - x, 0, x - b.right), dy = Math.max(b.top - y, 0, y - b.bottom);
    return Math.hypot(dx, dy) < leastPx / 2;
  };
  const tooSmall = (target) => {
    const box = boxOf(target);
    if (!isSmall(box) || (target.matches('a') && target.closest('p'))) return [];
    const crowding = targets.find((other) => other !== target && !other.contains(target) &&
      !target.contains(other) && (isSmall(boxOf(other)) ? circlesMeet(box, boxOf(other)) : isNear(box, boxOf(other))));
    return crowding ? [nameOf(target) + ' is ' + Math.round(box.width) + '×' + Math.round(box.height)
      + ' px, close to ' + nameOf(crowding)] : [];
  };
  return [...tooBroad(), ...controls.flatMap(cutOff), ...targets.flatMap(tooSmall)];
}`;
