/* The list. Its rows stand still while pointer or keyboard focus is in it (lib/session/order.ts). */
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { arrange, type Slot } from '../lib/session/order.ts';
import type { Row } from '../lib/session/overview.ts';
import { type RowActions, SessionRow } from './SessionRow.tsx';

/** What fits on the first screen with some to spare: these are painted first, the rest after. */
const FIRST_ROWS = 30;

export function SessionList({ rows, ...actions }: { rows: Row[] } & RowActions) {
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef<Slot[]>([]);
  const [isPointerIn, setPointerIn] = useState(false);
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setWhole(true));
    return () => cancelAnimationFrame(frame);
  }, []);

  const hold = isPointerIn || list.current?.querySelector(':focus-visible') != null;
  shown.current = arrange(shown.current, rows, hold);
  const slots = isWhole ? shown.current : shown.current.slice(0, FIRST_ROWS);
  return (
    <div class="sessions">
      <div class="columns" aria-hidden="true">
        <span>{i18n.t('popup.columnSession')}</span>
        <span>{i18n.t('popup.columnPlace')}</span>
        <span>{i18n.t('popup.columnExitIp')}</span>
        <span class="number">{i18n.t('popup.columnLeft')}</span>
        <span class="number">{i18n.t('popup.columnData')}</span>
        <span class="number">{i18n.t('popup.columnRequests')}</span>
      </div>
      <ul
        ref={list}
        aria-label={i18n.t('popup.list')}
        onPointerEnter={() => setPointerIn(true)}
        onPointerLeave={() => setPointerIn(false)}
      >
        {slots.map(({ ref, row }) =>
          row ? (
            <SessionRow key={ref} row={row} {...actions} />
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
