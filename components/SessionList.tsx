/* The list. Its rows stand still while pointer or keyboard focus is in it (lib/session/order.ts). */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { arrange, type Slot } from '../lib/session/order.ts';
import type { Row } from '../lib/session/overview.ts';
import { type RowActions, SessionRow } from './SessionRow.tsx';

/** What fits on the first screen with some to spare: these are painted first, the rest after. */
const FIRST_ROWS = 30;

interface SessionListProps extends RowActions {
  /** Why no session can be ended with this key; null if they can. */
  whyReadOnly: string | null;
  rows: Row[];
  nowMs: number;
  /** Each product has answered or failed once. Until then whole lists arrive, to be sorted in. */
  isSettled: boolean;
  /** Shown in place of a list without rows. */
  empty: ComponentChildren;
}

export function SessionList({ rows, nowMs, isSettled, empty, ...actions }: SessionListProps) {
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef<Slot[]>([]);
  const wasSettled = useRef(false);
  const [isPointerIn, setPointerIn] = useState(false);
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setWhole(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  const hasFocus = list.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    // The row that had the keyboard's focus is gone: the list keeps it.
    if (hasFocus && !list.current?.contains(document.activeElement)) list.current?.focus();
  });

  const hold = wasSettled.current && (isPointerIn || isKeyboardIn(list.current));
  wasSettled.current = isSettled;
  shown.current = arrange(shown.current, rows, hold);
  if (shown.current.length === 0) return empty;
  const slots = isWhole ? shown.current : shown.current.slice(0, FIRST_ROWS);
  return (
    <div class="sessions">
      <div class="columns" aria-hidden="true">
        <span>{i18n.t('popup.columnSession')}</span>
        <span>{i18n.t('popup.columnPlace')}</span>
        <span class="exit">{i18n.t('popup.columnExitIp')}</span>
        <span class="number">{i18n.t('popup.columnLeft')}</span>
        <span class="number">{i18n.t('popup.columnData')}</span>
        <span class="number">{i18n.t('popup.columnRequests')}</span>
      </div>
      <ul
        ref={list}
        tabIndex={-1}
        aria-label={i18n.t('popup.list')}
        onPointerEnter={() => setPointerIn(true)}
        onPointerLeave={() => setPointerIn(false)}
      >
        {slots.map(({ ref, row }) =>
          row ? (
            <SessionRow key={ref} row={row} nowMs={nowMs} {...actions} />
          ) : (
            <li key={ref} class="row vacant" aria-hidden="true">
              {i18n.t('row.slotGone')}
            </li>
          ),
        )}
      </ul>
    </div>
  );
}

/** Focus that a mouse click left behind does not count. */
function isKeyboardIn(list: HTMLElement | null): boolean {
  return list?.matches(':focus-visible') || list?.querySelector(':focus-visible') != null;
}
