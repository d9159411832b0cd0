/* The list's two menus: that of one row, and that of the list as a whole. */
import { i18n } from '#i18n';
import { curlOf } from '../../lib/session/curl.ts';
import type { KnownRow } from '../../lib/session/facts.ts';
import { mayUndo } from '../../lib/session/overview.ts';
import { type Protection, protectionName } from '../../lib/session/protection.ts';
import { recordText } from '../../lib/session/record.ts';
import { usernameOf } from '../../lib/session/username.ts';
import { exportFile } from '../../lib/surface/export.ts';
import { formatCount, sessionName } from '../../lib/surface/format.ts';
import { subuserWords } from '../../lib/surface/subuser.ts';
import { missingWords } from '../../lib/surface/words.ts';
import { live, type OverlayProps } from './Overlay.tsx';
import { type MenuItem, RowMenu } from './RowMenu.tsx';

interface Point {
  x: number;
  y: number;
}

export function OneRowMenu({ row, at, ...props }: OverlayProps & { row: KnownRow; at: Point }) {
  const { marks, onOpen, onClose } = props;
  const isMarked = marks.refs.has(row.ref);
  return (
    <RowMenu
      label={i18n.t('list.menu.of', [sessionName(row.session)])}
      at={at}
      onClose={onClose}
      items={[
        [
          {
            label: i18n.t('list.menu.open'),
            key: 'Enter',
            onChoose: () => onOpen({ ref: row.ref, row, end: null }),
          },
          {
            label: i18n.t(isMarked ? 'list.menu.unmark' : 'list.menu.mark'),
            key: 'Space',
            isDisabled: live(props.rows, row.ref) === null,
            onChoose: () => marks.toggle(row.ref),
          },
        ],
        copies(row, props),
        [...protections(row, props), reminder(row, props)],
        [fateItem(row, props)],
      ]}
    />
  );
}

function copies({ session, facts }: KnownRow, { actions }: OverlayProps): MenuItem[] {
  const username = usernameOf(session, facts.subuser?.name ?? null);
  const why = username.text === null ? missingWords(username.missing) : '';
  const copy = (label: string, text: string | null, why = ''): MenuItem => ({
    label,
    isDisabled: text === null,
    ...(text === null && { why }),
    onChoose: () => actions.onCopyAloud(text ?? '', label),
  });
  return [
    { ...copy(i18n.t('list.menu.copyUsername'), username.text, why), key: 'c' },
    copy(i18n.t('list.menu.copyCurl'), username.text && curlOf(username.text), why),
    copy(i18n.t('list.menu.copyIp'), session.exitIp, i18n.t('detail.unknown')),
    copy(i18n.t('list.menu.copyJson'), recordText(session, null)),
  ];
}

/** A session and its sub-user may have the same name. */
const PROTECTIONS = {
  session: { on: 'list.menu.protect', off: 'list.menu.unprotect' },
  subuser: { on: 'list.menu.protectSubuser', off: 'list.menu.unprotectSubuser' },
} as const satisfies Record<Protection, object>;

function protections({ session, facts }: KnownRow, { state, actions }: OverlayProps): MenuItem[] {
  const item = (kind: Protection, name: string): MenuItem => {
    const isOn = state.protections.has(protectionName(kind, session));
    return {
      label: i18n.t(PROTECTIONS[kind][isOn ? 'off' : 'on'], [name]),
      onChoose: () => actions.onProtect(session, kind, !isOn),
    };
  };
  return [
    { ...item('session', sessionName(session)), key: 'p' },
    ...(session.subuser === null
      ? []
      : [item('subuser', subuserWords(session.subuser, facts.subuser))]),
  ];
}

function reminder(row: KnownRow, { rows, actions }: OverlayProps): MenuItem {
  const { ref, session, facts, endsAtMs } = row;
  return {
    label: i18n.t(facts.hasReminder ? 'list.menu.unremind' : 'list.menu.remind'),
    key: 'n',
    isDisabled: live(rows, ref) === null || endsAtMs === null,
    ...(endsAtMs === null && { why: i18n.t('detail.endUnknown') }),
    onChoose: () => actions.onRemind(session, !facts.hasReminder),
  };
}

/** One that has ended is shown as it last was: what it was then, nobody can end any more. */
function fateItem({ ref, session, fate }: KnownRow, props: OverlayProps): MenuItem {
  const { rows, actions, whyReadOnly } = props;
  const why = live(rows, ref) === null ? i18n.t('detail.notListed') : whyReadOnly;
  if (mayUndo(fate)) {
    return { label: i18n.t('row.undo'), key: 'u', onChoose: () => actions.onUndo(session) };
  }
  return {
    label: i18n.t(fate.kind === 'active' ? 'row.terminate' : 'row.ending'),
    key: 'x',
    isDanger: true,
    isDisabled: fate.kind !== 'active' || why !== null,
    ...(why !== null && { why }),
    onChoose: () => actions.onTerminate(session),
  };
}

export function ListMenu({ at, ...props }: OverlayProps & { at: Point }) {
  const { slots, marks, filter, nowMs, actions, onOver, onClose } = props;
  const rows = slots.filter(({ end }) => end === null).map(({ row }) => row);
  const ofAll = (name: 'markAll' | 'exportCsv' | 'exportJson', onChoose: () => void): MenuItem => ({
    label: i18n.t(`list.menu.${name}`, [formatCount(rows.length)]),
    isDisabled: rows.length === 0,
    onChoose,
  });
  // Makes the file within the click, because the popup may close right after it.
  const save = (extension: 'csv' | 'json') =>
    actions.onExport(exportFile(extension, rows, { filter, atMs: nowMs }));
  return (
    <RowMenu
      label={i18n.t('list.more')}
      at={at}
      onClose={onClose}
      items={[
        [
          {
            label: i18n.t('list.menu.history'),
            key: 'g h',
            onChoose: () => onOver({ kind: 'history' }),
          },
          {
            label: i18n.t('list.menu.notices'),
            key: 'g n',
            onChoose: () => onOver({ kind: 'notices' }),
          },
        ],
        [
          { ...ofAll('markAll', marks.toggleAll), key: 'a' },
          ofAll('exportCsv', () => save('csv')),
          ofAll('exportJson', () => save('json')),
        ],
        actions.elsewhere.map(({ where, open }) => ({
          label: i18n.t(`list.menu.openIn.${where}`),
          onChoose: open,
        })),
        [
          {
            label: i18n.t('list.menu.keys'),
            key: '?',
            onChoose: () => onOver({ kind: 'keys', back: null }),
          },
        ],
      ]}
    />
  );
}
