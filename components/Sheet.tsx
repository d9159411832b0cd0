/* Something asked or told over the view, which waits meanwhile. The focus starts on the answer that
 * changes nothing, and goes back to where it was. Keys pressed in a sheet never reach the view. */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { isComposing } from './input-method.ts';
import './style/sheets.css';
import { useNoDoubleClick } from './use-double-click.ts';

interface SheetProps {
  title: string;
  /** What the button says that leaves all as it is, as Escape does. */
  close: string;
  onClose: () => void;
  /** The button that acts, if there is one. */
  action?: ComponentChildren;
  /** Broad enough for columns. */
  isWide?: boolean;
  children: ComponentChildren;
}

export function Sheet({ title, close, onClose, action, isWide = false, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const safe = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const noDoubleClick = useNoDoubleClick(null);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    safe.current?.focus();
    return () => {
      // While it is open, nothing outside of it can have the focus.
      shown?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isWide ? 'sheet wide' : 'sheet'}
      aria-labelledby={titleId}
      onClickCapture={noDoubleClick}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape' || isComposing(event)) return;
        // Left to the browser, it would close the popup as well.
        event.preventDefault();
        onClose();
      }}
      // Other ways to ask for it, such as a phone's Back.
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {/* What is long enough to scroll must be reachable. */}
      <div class="sheet-body" tabIndex={isWide ? 0 : undefined}>
        {children}
      </div>
      <div class="buttons">
        <button type="button" ref={safe} onClick={onClose}>
          {close}
        </button>
        {action}
      </div>
    </dialog>
  );
}
