/* What a person can do in the popup, as calls of what does it. */
import { i18n } from '#i18n';
import type { PopupActions } from '../../components/Popup.tsx';
import { PATIENCE_MS } from '../../components/use-patience.ts';
import {
  askForAccess,
  askForRefresh,
  copyReport,
  copyText,
  lookAt,
  noteExpiredSeen,
  noteNoticesSeen,
  openSettings,
  protect,
  remind,
  saveFile,
  saveFileFromPopup,
} from '../../lib/actions.ts';
import type { SessionFilter } from '../../lib/api/client.ts';
import { usernameOf } from '../../lib/session/username.ts';
import { noteSeen } from '../../lib/store/check-up.ts';
import { subscribeHistory } from '../../lib/store/history.ts';
import type { State } from '../../lib/store/state.ts';
import { keepView } from '../../lib/store/view-keeper.ts';
import { elsewhere, type Surface } from '../../lib/surface/elsewhere.ts';
import { sessionName } from '../../lib/surface/format.ts';
import { plain } from '../../lib/surface/plain.ts';
import { missingWords } from '../../lib/surface/words.ts';
import { undoTerms } from '../../lib/termination/hold.ts';
import {
  askToTerminate,
  askToTerminateAll,
  dismissBulk,
  endHeld,
  undo,
  undoAll,
  undoThese,
} from '../../lib/termination/intent.ts';

export interface PopupHandlers {
  /** Shows that a click was not kept, or may not have been; null takes the words away. */
  onLostClick: (words: string | null) => void;
  /** What was done that can't be seen otherwise. */
  onSaid: (words: string) => void;
  /** The browser can't read its storage. */
  onUnreadable: (reason: unknown) => void;
  /** This page's name among those that wishes may wait for. */
  view: () => string | null;
  narrow: () => SessionFilter | null;
  onNarrow: (narrow: SessionFilter | null) => void;
}

/** Writes since the page was opened, and the one whose loss was told last. */
let writes = 0;
let saidOf = 0;

const surface = document.documentElement.dataset.surface as Surface;

/** A popup has nothing to show any more once the same is open elsewhere. */
function leave(): void {
  if (surface === 'popup') window.close();
}

/** Loaded when a key was pasted. */
const keyTrial = () => import('../../lib/key-trial.ts');

export function popupActions(state: State, handlers: PopupHandlers): PopupActions {
  const { onLostClick, onSaid, onUnreadable, view, narrow, onNarrow } = handlers;
  const asked = () => ({ ...undoTerms(state.settings, view()), nowMs: Date.now() });
  const say = (id: number, words: string) => {
    saidOf = id;
    onLostClick(words);
  };
  /** `isOwn`: the page does it by itself, and a person's click is told of on. */
  const kept = (write: Promise<void>, { isOwn = false, isStorage = true } = {}) => {
    writes += 1;
    const id = writes;
    if (!isOwn) onLostClick(null);
    const timer = isStorage
      ? setTimeout(() => say(id, i18n.t('popup.clickUnanswered')), PATIENCE_MS)
      : undefined;
    write
      .then(
        () => saidOf === id && onLostClick(null),
        (reason) => say(id, i18n.t('popup.clickLost', [plain(String(reason?.message ?? reason))])),
      )
      .finally(() => clearTimeout(timer));
  };
  const copyAloud = (text: string, done: string) =>
    void copyText(text).then(
      () => onSaid(done),
      (reason) => onSaid(i18n.t('list.copyFailed', [plain(String(reason?.message ?? reason))])),
    );
  return {
    onTry: async (key) => (await keyTrial()).tryPastedKey(key),
    onCountCancelled: async (key) => (await keyTrial()).countCancelled(key),
    onKeep: (key) => kept(keyTrial().then(({ keepTriedKey }) => keepTriedKey(key))),
    onRefresh: () => kept(askForRefresh('person', narrow())),
    onSettings: openSettings,
    onAllow: askForAccess,
    onCopyReport: () => copyReport(state),
    onSeenExpired: (ended) => kept(noteExpiredSeen(ended)),
    onSeenNotices(atMs) {
      if (atMs > state.noticesSeenMs) kept(noteNoticesSeen(atMs), { isOwn: true });
    },
    onSeenAsides: (keys) => kept(noteSeen(keys)),
    onUndo: (session) => kept(undo(session)),
    onTerminate: (session) =>
      kept(askToTerminate({ session, from: 'row', owner: state.owner, ...asked() })),
    onEndAll: (sessions) => kept(askToTerminateAll({ sessions, ...asked(), state })),
    onUndoThese: (these) => kept(undoThese(these)),
    onEndHeld: (held) => kept(endHeld(held, Date.now())),
    onStopBulk: () => kept(undoAll(state)),
    onDismissBulk: () => kept(dismissBulk()),
    onProtect: (session, kind, isOn) => kept(protect(session, kind, isOn)),
    async onRemind(session, isOn) {
      kept(remind(session, isOn));
      const { reminderWords } = await import('../../lib/surface/notice-words.ts');
      onSaid(reminderWords(session, isOn, state.watching));
    },
    onLook: (session) => kept(lookAt(session), { isOwn: true }),
    onView: keepView,
    onNarrow,
    elsewhere: elsewhere(surface).map(({ where, open }) => ({
      where,
      open: () => kept(open().then(leave), { isStorage: false }),
    })),
    onHistory: (show) => subscribeHistory(show, onUnreadable),
    onShortcut: async () => (await import('../../lib/surface/shortcut.ts')).readShortcut(),
    onCopy: copyText,
    onCopyAloud: (text, what) => copyAloud(text, i18n.t('list.copied', [what])),
    onCopyUsername({ session, facts }) {
      const name = sessionName(session);
      const username = usernameOf(session, facts.subuser?.name ?? null);
      if (username.text === null) {
        onSaid(i18n.t('list.noUsername', [name, missingWords(username.missing)]));
      } else copyAloud(username.text, i18n.t('list.copiedUsername', [name]));
    },
    onExport(file) {
      // Awaits nothing first, so that Chromium hears of the file within the click.
      const save = async () => (surface === 'popup' ? saveFileFromPopup(file) : saveFile(file));
      save().then(
        () => onSaid(i18n.t('list.exporting', [file.name])),
        (reason) => onSaid(i18n.t('list.exportFailed', [plain(String(reason?.message ?? reason))])),
      );
    },
  };
}
