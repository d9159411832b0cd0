/* One session in two lines of a row. */
import { useMemo } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Session } from '../../lib/api/schemas.ts';
import { ageMsOf, type KnownRow, leftMsOf } from '../../lib/session/facts.ts';
import type { End, Slot } from '../../lib/session/order.ts';
import { bytesBySpan, isByNewIp } from '../../lib/session/trace.ts';
import type { Returned, Trace } from '../../lib/store/schemas.ts';
import { cameBackWords, endWords } from '../../lib/surface/end-words.ts';
import {
  formatBytes,
  formatCompactCount,
  formatCount,
  formatFullPlace,
  formatIp,
  formatLeft,
  formatPlace,
  formatShortAge,
  sessionName,
  UNKNOWN,
} from '../../lib/surface/format.ts';
import { plain } from '../../lib/surface/plain.ts';
import { subuserWords } from '../../lib/surface/subuser.ts';
import { Flag } from '../Flag.tsx';
import { MovedIcon, ProtectedIcon, ReminderIcon, ReturnedIcon } from '../icons.tsx';
import { FateNote, type RowActions, RowButton, whyNotEnded } from '../RowButton.tsx';
import { Sparkline } from '../Sparkline.tsx';

export interface RowHandlers extends RowActions {
  onOpen: (slot: Slot) => void;
  onFocus: (row: KnownRow) => void;
  /** `isRange`: with all from the last marked one. */
  onMark: (row: KnownRow, isRange: boolean) => void;
  onMenu: (row: KnownRow, at: { x: number; y: number }) => void;
}

const SPANS = 12;
const SOON_MS = 60_000;
const MOST_OF_STATUS = 16;

interface RowProps extends RowHandlers {
  slot: Slot;
  /** Its place in the whole list, from 1 on. */
  position: number;
  topPx: number;
  nowMs: number;
  /** Why no session can be ended; null if they can. */
  whyReadOnly: string | null;
  /** The session that came back in its place, once it has ended. */
  returned: KnownRow | null;
  isMarked: boolean;
  /** It is shown beside the list. */
  isOpen: boolean;
  /** Tab leads to this row and its controls, and to no other's. */
  isTabStop: boolean;
}

/** A row of which nothing has changed is not made again: with each letter that is typed all are looked
 * at. Handlers stay the same functions (`useLatest`), and time goes by the second. */
export function SessionRow(props: RowProps) {
  const { slot, position, topPx, nowMs, whyReadOnly, returned, isMarked, isOpen, isTabStop } =
    props;
  const second = Math.floor(nowMs / 1000);
  return useMemo(
    () => <RowAsItIs {...props} />,
    [
      ...[slot.row, slot.end, position, topPx, second],
      ...[whyReadOnly, returned, isMarked, isOpen, isTabStop],
    ],
  );
}

function RowAsItIs({ slot, position, topPx, nowMs, ...rest }: RowProps) {
  const { row, end } = slot;
  const { session, fate } = row;
  const { onOpen, onFocus, onMark, onMenu, onTerminate, onUndo } = rest;
  const { whyReadOnly, returned, isMarked, isOpen, isTabStop } = rest;
  const why = end ? endedWords(end, returned) : whyNotEnded(fate);
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <tr
      class="row"
      data-fate={end ? 'ended' : fate.kind}
      aria-rowindex={position}
      aria-selected={isMarked}
      aria-current={isOpen || undefined}
      tabIndex={tabIndex}
      style={{ top: `${topPx}px` }}
      onClick={(event) => {
        if (isOnControl(event)) return;
        if (event.shiftKey) onMark(row, true);
        else onOpen(slot);
      }}
      // Its own, or that of a control in it.
      onFocusIn={() => onFocus(row)}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(row, { x: event.clientX, y: event.clientY });
      }}
    >
      <td class="mark">
        <input
          type="checkbox"
          checked={isMarked}
          disabled={end !== null}
          tabIndex={tabIndex}
          aria-label={i18n.t('list.mark', [sessionName(session)])}
          onClick={(event) => onMark(row, event.shiftKey)}
        />
      </td>
      <Who row={row} />
      {why ? (
        <td class="why" title={why}>
          {why}
        </td>
      ) : (
        <Numbers row={row} nowMs={nowMs} />
      )}
      <td class="act">
        {end === null && (
          <>
            <FateNote fate={fate} nowMs={nowMs} />
            <RowButton {...{ session, fate, whyReadOnly, tabIndex, onTerminate, onUndo }} />
          </>
        )}
      </td>
    </tr>
  );
}

function Who({ row: { session, facts } }: { row: KnownRow }) {
  const { trace } = facts;
  return (
    <td class="who-cell" title={`${sessionName(session)}\n${plain(session.id)}`}>
      <span class="session">
        <span class="session-id">{sessionName(session)}</span>
        {facts.protection && <ProtectedIcon title={i18n.t(`list.protected.${facts.protection}`)} />}
        {facts.hasReminder && <ReminderIcon title={i18n.t('list.reminder')} />}
        {trace?.returned && <ReturnedIcon title={returnWords(trace, trace.returned)} />}
      </span>
      <span class="under">
        <span class="tag" title={i18n.t(`product.${session.product}`)}>
          {i18n.t(`productTag.${session.product}`)}
        </span>
        {session.status !== null && (
          <span class="tag">{plain(session.status, MOST_OF_STATUS)}</span>
        )}
        <span class="label">{subuserWords(session.subuser, facts.subuser)}</span>
      </span>
    </td>
  );
}

function Numbers({ row, nowMs }: { row: KnownRow; nowMs: number }) {
  const { session, facts, fate } = row;
  const leftMs = leftMsOf(row, nowMs);
  const spans = facts.trace ? bytesBySpan(facts.trace, facts.readAtMs, SPANS) : [];
  return (
    <>
      <td class="place-cell">
        <span class="place" title={formatFullPlace(session)}>
          {session.region !== null && <Flag region={session.region} />}
          <span>{formatPlace(session)}</span>
        </span>
        <span class="under exit">
          <span class="ip" title={session.exitIp === null ? undefined : plain(session.exitIp)}>
            {formatIp(session.exitIp)}
          </span>
          {session.repinned && <MovedIcon title={i18n.t('popup.repinned')} />}
        </span>
      </td>
      <td class="left-cell">
        <span class="left" data-soon={leftMs !== null && leftMs < SOON_MS}>
          {formatLeft(leftMs)}
          <span class="unseen"> {i18n.t('popup.left')}</span>
        </span>
        <span class="age">{formatShortAge(ageMsOf(row, nowMs))}</span>
        {leftMs !== null && <TimeLeft session={session} leftMs={leftMs} />}
      </td>
      <td class="number data">
        <span>{formatBytes(session.bytesUsed)}</span>
        <Sparkline values={spans} />
      </td>
      {/* "Ending… 4 s" takes the room of these, which no longer matter. */}
      {fate.kind === 'active' && (
        <td class="number rate">
          <span>{rateWords(facts.bytesPerMinute)}</span>
          <span class="under" title={formatCount(session.requests)}>
            {formatCompactCount(session.requests)}
            <span class="unseen"> {i18n.t('popup.requests')}</span>
          </span>
        </td>
      )}
    </>
  );
}

function rateWords(bytesPerMinute: number | null): string {
  if (bytesPerMinute === null) return UNKNOWN;
  return i18n.t('list.perMinute', [formatBytes(bytesPerMinute)]);
}

/** A bar that runs out. */
function TimeLeft({ session, leftMs }: { session: Session; leftMs: number }) {
  const { startedAtMs, expiresAtMs } = session;
  // Without a start, how long the whole was is not known: all of the bar, until it is soon over.
  const wholeMs = startedAtMs === null || expiresAtMs === null ? leftMs : expiresAtMs - startedAtMs;
  const share = leftMs / Math.max(1, wholeMs);
  return (
    <span class="time-left" data-soon={leftMs < SOON_MS} aria-hidden="true">
      <span style={{ width: `${Math.max(0, Math.min(100, share * 100))}%` }} />
    </span>
  );
}

function isOnControl({ target }: Event): boolean {
  return target instanceof Element && target.closest('button, input') !== null;
}

function returnWords(trace: Trace, returned: Returned): string {
  return cameBackWords({ afterMs: returned.afterMs, isNewIp: isByNewIp(trace, returned) });
}

/** `Ended by you · came back as …` */
function endedWords(end: End, returned: KnownRow | null): string {
  const words = endWords(end, null);
  if (!returned) return words;
  return `${words} · ${i18n.t('list.cameBackAs', [plain(returned.session.id)])}`;
}
