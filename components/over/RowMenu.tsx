/* A menu at a point, with groups of actions, as the browser's own would be: kept inside the window,
 * walked by arrows and by letters, gone as soon as anything else happens. */
import { Fragment } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isComposing } from '../input-method.ts';
import '../style/menu.css';

export interface MenuItem {
  label: string;
  /** The key that does the same; two with a blank between them are pressed one after the other, which
   * `aria-keyshortcuts` has no way to say. */
  key?: string;
  isDanger?: boolean;
  isDisabled?: boolean;
  /** Why it is disabled, or what else there is to know. */
  why?: string;
  onChoose: () => void;
}

interface RowMenuProps {
  label: string;
  items: MenuItem[][];
  /** In pixels of the window. */
  at: { x: number; y: number };
  onClose: () => void;
}

export function RowMenu({ label, items, at, onClose }: RowMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => putInto(menu.current, at), [at.x, at.y]);
  useLayoutEffect(() => onAnythingElse(menu.current, onClose), [onClose]);
  useLayoutEffect(() => takeFocus(menu.current), []);
  return (
    <>
      <Away onClose={onClose} />
      <div
        ref={menu}
        class="menu"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (isComposing(event)) return;
          if (event.key === 'Escape' || event.key === 'Tab') {
            event.preventDefault();
            onClose();
          } else if (walk(event.currentTarget, event.key) || event.repeat) {
            event.preventDefault();
          }
        }}
      >
        {items.map((group, index) => (
          <Fragment key={group[0]?.label}>
            {index > 0 && <hr />}
            {group.map((item) => (
              <Item key={item.label} item={item} onClose={onClose} />
            ))}
          </Fragment>
        ))}
      </div>
    </>
  );
}

/** All that is not the menu: a click there only closes it, and never ends a session beneath. */
function Away({ onClose }: { onClose: () => void }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the pointer alone; keys have Escape.
    <div
      class="menu-away"
      role="presentation"
      // The focus stays, so that it can be given back.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClose}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    />
  );
}

function Item({ item, onClose }: { item: MenuItem; onClose: () => void }) {
  const { label, key, isDanger = false, isDisabled = false, why, onChoose } = item;
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      class={isDanger ? 'danger' : undefined}
      aria-disabled={isDisabled}
      aria-keyshortcuts={key?.includes(' ') ? undefined : key}
      title={why}
      onPointerMove={(event) => event.currentTarget.focus()}
      onClick={() => {
        if (isDisabled) return;
        onClose();
        onChoose();
      }}
    >
      <span>{label}</span>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it is in no focus order; its button tells it */}
      {key && <kbd aria-hidden="true">{key}</kbd>}
    </button>
  );
}

/** Moves the focus as a key asks for; whether it was such a key. */
function walk(menu: HTMLElement, key: string): boolean {
  const items = [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const place = items.indexOf(document.activeElement as HTMLElement);
  const next = target(items, place, key);
  next?.focus();
  return next !== undefined;
}

function target(items: HTMLElement[], place: number, key: string): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return items[(place + 1) % items.length];
    case 'ArrowUp':
      return items.at(place <= 0 ? -1 : place - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default: {
      if (key.length !== 1 || key === ' ') return undefined;
      const letter = key.toLowerCase();
      const fromHere = [...items.slice(place + 1), ...items.slice(0, place + 1)];
      const startsSo = (item: HTMLElement) => item.textContent?.toLowerCase().startsWith(letter);
      // What stands there in Chinese starts with no letter that a keyboard has.
      const hasKey = (item: HTMLElement) => item.querySelector('kbd')?.textContent === letter;
      return fromHere.find(startsSo) ?? fromHere.find(hasKey);
    }
  }
}

/** At the point, or as far from it as it takes to be seen as a whole. */
function putInto(menu: HTMLElement | null, { x, y }: RowMenuProps['at']): void {
  if (!menu) return;
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${kept(x, innerWidth - width)}px`;
  menu.style.top = `${kept(y, innerHeight - height)}px`;
}

/** A little off the window's edges. */
function kept(place: number, last: number): number {
  const edge = 4;
  return Math.max(edge, Math.min(place, last - edge));
}

/** The way back to where the focus was, unless it has gone elsewhere. */
function takeFocus(menu: HTMLElement | null): () => void {
  const opener = document.activeElement;
  menu?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  return () => {
    const isOurs =
      menu?.contains(document.activeElement) || document.activeElement === document.body;
    if (isOurs && opener instanceof HTMLElement) opener.focus();
  };
}

/** Calls back when a person turns to something else, until it is called off. Not when the page has
 * scrolled: a list does so by itself to show the whole of the row that the menu is for. */
function onAnythingElse(menu: HTMLElement | null, onClose: () => void): () => void {
  const isOutside = ({ target: there }: Event) => !(there instanceof Node && menu?.contains(there));
  const ifOutside = (event: Event) => isOutside(event) && onClose();
  const before = [innerWidth, innerHeight].join();
  // Firefox says so of a popup at each change in its page, of whatever size it stays.
  const ifResized = () => [innerWidth, innerHeight].join() !== before && onClose();
  const outside = ['focusin', 'wheel'];
  for (const name of outside) document.addEventListener(name, ifOutside, { capture: true });
  window.addEventListener('blur', onClose);
  window.addEventListener('resize', ifResized);
  return () => {
    for (const name of outside) document.removeEventListener(name, ifOutside, { capture: true });
    window.removeEventListener('blur', onClose);
    window.removeEventListener('resize', ifResized);
  };
}
