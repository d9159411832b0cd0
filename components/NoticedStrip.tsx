/* What was noticed since somebody last looked, at the popup's foot: rows must not move for it. Once it
 * is in view it counts as seen; it stays until it is dismissed. */
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { refOf } from '../lib/session/ref.ts';
import type { Notice } from '../lib/store/schemas.ts';
import { formatCount } from '../lib/surface/format.ts';
import { noticeMessage, noticeTitle } from '../lib/surface/notice-words.ts';
import type { Target } from '../lib/surface/page.ts';
import './style/noticed.css';

interface NoticedStripProps {
  /** The latest, and how many there are besides. */
  latest: Notice;
  more: number;
  onSeen: (atMs: number) => void;
  onShow: (target: Target) => void;
  onDismiss: () => void;
}

export function NoticedStrip({ latest, more, onSeen, onShow, onDismiss }: NoticedStripProps) {
  const { session, atMs } = latest;
  useEffect(() => whenVisible(() => onSeen(atMs)), [atMs]);
  return (
    <div class="notice noticed-strip">
      <p role="status">
        {session ? (
          <button
            type="button"
            class="named"
            onClick={() => onShow({ kind: 'session', ref: refOf(session) })}
          >
            {noticeTitle(latest)}
          </button>
        ) : (
          <strong>{noticeTitle(latest)}</strong>
        )}{' '}
        <span class="message">{noticeMessage(latest)}</span>
        {more > 0 && <span class="more">{i18n.t('noticed.more', more, [formatCount(more)])}</span>}
      </p>
      <button type="button" onClick={() => onShow({ kind: 'notices' })}>
        {i18n.t('noticed.show')}
      </button>
      <button type="button" onClick={onDismiss}>
        {i18n.t('popup.dismiss')}
      </button>
    </div>
  );
}

/** At once, or when the page comes into view; until it is called off. */
function whenVisible(act: () => void): () => void {
  const look = () => {
    if (document.visibilityState === 'visible') act();
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => document.removeEventListener('visibilitychange', look);
}
