/* What a person wanted to be told of in the last 24 hours, the latest first. Each leads to its session:
 * as it is listed, or else to how it ended. */
import { useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { type Ref, refOf } from '../../lib/session/ref.ts';
import type { Notice } from '../../lib/store/schemas.ts';
import { formatCount, formatWhen, sessionName } from '../../lib/surface/format.ts';
import { causeWords, noticeMessage } from '../../lib/surface/notice-words.ts';
import { plain } from '../../lib/surface/plain.ts';
import { OverHead } from './OverHead.tsx';
import { useEntryKeys } from './use-entry-keys.ts';
import '../style/history.css';
import '../style/noticed.css';

interface NoticedProps {
  /** The latest last. */
  notices: Notice[];
  isWatching: boolean;
  isListed: (ref: Ref) => boolean;
  nowMs: number;
  /** Whether letters are keys. */
  hasLetters: boolean;
  onOpen: (ref: Ref) => void;
  onSettings: () => void;
  onBack: () => void;
}

export function Noticed(props: NoticedProps) {
  const { notices, isWatching, hasLetters, onSettings, onBack, ...rest } = props;
  const list = useRef<HTMLUListElement>(null);
  useEntryKeys(list, hasLetters);
  return (
    <section class="history noticed" aria-label={i18n.t('noticed.title')}>
      <OverHead
        title={i18n.t('noticed.title')}
        count={countWords(notices.length)}
        onBack={onBack}
      />
      {notices.length === 0 ? (
        <div class="empty">
          <p class="empty-title">{i18n.t('noticed.emptyTitle')}</p>
          <p>{i18n.t(isWatching ? 'noticed.emptyText' : 'noticed.emptyOff')}</p>
          {!isWatching && (
            <button type="button" onClick={onSettings}>
              {i18n.t('popup.settings')}
            </button>
          )}
        </div>
      ) : (
        <ul class="noticed-list" ref={list} aria-label={i18n.t('noticed.title')}>
          {notices.toReversed().map((notice) => (
            <Entry key={keyOf(notice)} notice={notice} onSettings={onSettings} {...rest} />
          ))}
        </ul>
      )}
    </section>
  );
}

type EntryProps = { notice: Notice } & Pick<
  NoticedProps,
  'nowMs' | 'isListed' | 'onOpen' | 'onSettings'
>;

function countWords(count: number): string {
  return count > 0 ? i18n.t('noticed.count', count, [formatCount(count)]) : '';
}

function Entry({ notice, nowMs, isListed, onOpen, onSettings }: EntryProps) {
  const { session, atMs } = notice;
  const ref = session && refOf(session);
  return (
    <li>
      <button
        type="button"
        class="noticed-entry"
        onClick={() => (ref === null ? onSettings() : onOpen(ref))}
      >
        <span class="when">{formatWhen(atMs, nowMs)}</span>
        {session && (
          <span class="session" title={plain(session.id)}>
            <span class="tag">{i18n.t(`productTag.${session.product}`)}</span>
            <span class="session-id">{sessionName(session)}</span>
          </span>
        )}
        <span class="what">
          <span class="cause">{causeWords(notice)}</span>
          <span class="message">{noticeMessage(notice)}</span>
        </span>
        {ref !== null && !isListed(ref) && (
          <span class="tag fate-tag">{i18n.t('detail.notListed')}</span>
        )}
      </button>
    </li>
  );
}

function keyOf({ cause, atMs, session }: Notice): string {
  return `${cause} ${atMs} ${session && refOf(session)}`;
}
