/* Sessions that ended in the last 24 hours, the latest first: with their last numbers, how they
 * ended, and who ended them from where. */
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { i18n } from '#i18n';
import { completeSinceMs, MOST_PAST } from '../../lib/polling/history.ts';
import { parseRef, type Ref, refOf } from '../../lib/session/ref.ts';
import type { Past } from '../../lib/store/schemas.ts';
import type { Subuser } from '../../lib/store/state.ts';
import { endWords } from '../../lib/surface/end-words.ts';
import {
  formatBytes,
  formatCompactCount,
  formatCount,
  formatFullPlace,
  formatIp,
  formatPlace,
  formatWhen,
  sessionName,
} from '../../lib/surface/format.ts';
import { plain } from '../../lib/surface/plain.ts';
import { subuserWords } from '../../lib/surface/subuser.ts';
import { useWindow } from '../use-window.ts';
import { OverHead } from './OverHead.tsx';
import { useScrollKeys } from './use-scroll-keys.ts';
import '../style/history.css';

interface HistoryProps {
  /** Null while it is still being read. */
  past: Past[] | null;
  subusers: Map<string, Subuser>;
  nowMs: number;
  /** The session that is looked for; null if none is. */
  at?: Ref | null;
  /** Whether letters are keys. */
  hasLetters: boolean;
  onBack: () => void;
}

export function History({ past, onBack, ...rest }: HistoryProps) {
  return (
    <section class="history" aria-label={i18n.t('history.title')}>
      <OverHead
        title={i18n.t('history.title')}
        count={past && countWords(past.length)}
        onBack={onBack}
      />
      {past?.length === 0 && (
        <div class="empty">
          <p class="empty-title">{i18n.t('history.emptyTitle')}</p>
          <p>{i18n.t('history.emptyText')}</p>
        </div>
      )}
      {past && past.length > 0 && <Entries past={past} {...rest} />}
    </section>
  );
}

function countWords(count: number): string {
  // More may have ended than are kept.
  if (count >= MOST_PAST) return i18n.t('history.full', [formatCount(count)]);
  return count > 0 ? i18n.t('history.count', count, [formatCount(count)]) : '';
}

type EntriesProps = Omit<HistoryProps, 'onBack'> & { past: Past[] };

function Entries({ past, subusers, nowMs, at = null, hasLetters }: EntriesProps) {
  const latestFirst = useMemo(() => past.toSorted((a, b) => b.endedAtMs - a.endedAtMs), [past]);
  const sinceMs = useMemo(() => completeSinceMs(past), [past]);
  const place = latestFirst.findIndex(({ session }) => refOf(session) === at);
  const window = useWindow({ count: past.length, pinned: null });
  const { scroller, indices, heightPx, rowPx, onScroll, reveal } = window;
  useLayoutEffect(() => {
    if (place >= 0) reveal(place);
  }, [at, place >= 0]);
  useScrollKeys(scroller, { rowPx, hasLetters });
  return (
    <>
      {at !== null && place < 0 && <p class="past-note">{i18n.t('history.notThere')}</p>}
      {sinceMs !== null && (
        <p class="past-note">{i18n.t('history.completeSince', [formatWhen(sinceMs, nowMs)])}</p>
      )}
      <div class="past-columns" aria-hidden="true">
        <span>{i18n.t('history.columnWhen')}</span>
        <span>{i18n.t('history.columnSession')}</span>
        <span>{i18n.t('history.columnPlace')}</span>
        <span>{i18n.t('history.columnExitIp')}</span>
        <span class="number">{i18n.t('history.columnData')}</span>
        <span class="number">{i18n.t('history.columnRequests')}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable */}
      <div class="past-list" ref={scroller} onScroll={onScroll} tabIndex={0}>
        <ul aria-label={i18n.t('history.list')} style={{ height: `${heightPx}px` }}>
          {indices.map((index) => {
            const one = latestFirst[index];
            return (
              one && (
                <Entry
                  key={`${refOf(one.session)} ${one.endedAtMs}`}
                  position={index + 1}
                  topPx={index * rowPx}
                  count={past.length}
                  past={one}
                  subuser={subusers.get(one.session.subuser ?? '') ?? null}
                  nowMs={nowMs}
                  isSought={index === place}
                />
              )
            );
          })}
        </ul>
      </div>
    </>
  );
}

interface EntryProps {
  /** Its place in the list, from 1 on, and how long that is. */
  position: number;
  count: number;
  topPx: number;
  past: Past;
  subuser: Subuser | null;
  nowMs: number;
  isSought: boolean;
}

function Entry({ position, count, topPx, past, subuser, nowMs, isSought }: EntryProps) {
  const { session, endedAtMs } = past;
  const how = howWords(past);
  return (
    <li
      class="past"
      aria-setsize={count}
      aria-posinset={position}
      aria-current={isSought || undefined}
      style={{ top: `${topPx}px` }}
    >
      <span class="when">{formatWhen(endedAtMs, nowMs)}</span>
      <span class="session">
        <span class="tag" title={i18n.t(`product.${session.product}`)}>
          {i18n.t(`productTag.${session.product}`)}
        </span>
        <span class="session-id" title={`${sessionName(session)}\n${plain(session.id)}`}>
          {sessionName(session)}
        </span>
      </span>
      <span class="place" title={formatFullPlace(session)}>
        {formatPlace(session)}
      </span>
      <span class="ip" title={session.exitIp === null ? undefined : plain(session.exitIp)}>
        {formatIp(session.exitIp)}
      </span>
      <span class="number">{formatBytes(session.bytesUsed)}</span>
      <span class="number" title={formatCount(session.requests)}>
        {formatCompactCount(session.requests)}
        <span class="unseen"> {i18n.t('popup.requests')}</span>
      </span>
      <span class="owner">{subuserWords(session.subuser, subuser)}</span>
      <span class="how" data-how={past.how} title={how}>
        {how}
      </span>
    </li>
  );
}

function howWords({ how, wish, cameBackAs }: Past): string {
  const words = endWords(how, wish);
  const id = cameBackAs === null ? null : parseRef(cameBackAs)?.id;
  return id ? `${words} · ${i18n.t('ends.cameBackAs', [plain(id)])}` : words;
}
