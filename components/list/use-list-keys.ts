/* What each key does to the list. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { KnownRow } from '../../lib/session/facts.ts';
import type { Slot } from '../../lib/session/order.ts';
import { mayUndo } from '../../lib/session/overview.ts';
import type { Ref } from '../../lib/session/ref.ts';
import { isPlace, type ListActions, live, type Over } from '../over/Overlay.tsx';
import { type Command, commandOf } from './list-keys.ts';
import type { Cursor } from './use-cursor.ts';
import type { ListMarks } from './use-marks.ts';

interface ListKeysOptions {
  rows: KnownRow[];
  cursor: Cursor;
  marks: ListMarks;
  pageSize: number;
  field: RefObject<HTMLInputElement | null>;
  hasLetters: boolean;
  /** What lies over the list, or beside it. */
  over: Over | null;
  /** A session is open beside it, and leaves the list its keys. */
  isBeside: boolean;
  actions: Pick<
    ListActions,
    'onUndo' | 'onUndoThese' | 'onRefresh' | 'onProtect' | 'onRemind' | 'onSettings'
  >;
  /** Makes what is done to a row of the list be done only if that is seen. */
  ifSeen: (act: (row: KnownRow) => void) => (row: KnownRow) => void;
  onEnd: (row: KnownRow) => void;
  onEndMarked: () => void;
  onCopyUsername: (row: KnownRow) => void;
  onOpen: (slot: Slot) => void;
  onRowMenu: (row: KnownRow) => void;
  onOver: (over: Over) => void;
  onBack: () => void;
  onList: () => void;
}

/** A second key belongs to `g` for as long. */
const GO_MS = 1_500;

/** Obeys the keys, wherever the focus is; one that had nothing to do (`false`) is left to the
 * browser. */
export function useListKeys(options: ListKeysOptions): void {
  const latest = useRef(options);
  latest.current = options;
  const goneAtMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isGoing = event.timeStamp - goneAtMs.current < GO_MS;
      const command = commandOf(event, { isGoing, hasLetters: latest.current.hasLetters });
      goneAtMs.current = command === 'go' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (command && obey(command, latest.current) !== false) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function obey(command: Command, options: ListKeysOptions): unknown {
  const { over } = options;
  if (command === 'back') return back(options);
  // A sheet or a menu has keys of its own, and so has what is about to open.
  if (over !== null && !isPlace(over)) return false;
  switch (command) {
    case 'keys':
      return options.onOver({ kind: 'keys', back: over });
    case 'goHistory':
      return options.onOver({ kind: 'history' });
    case 'goNotices':
      return options.onOver({ kind: 'notices' });
    case 'goSettings':
      return options.actions.onSettings();
    case 'goList':
      return options.onList();
  }
  if (isAtList(options)) return obeyInList(command, options);
  return over?.kind === 'detail' && obeyInDetail(command, over.slot.ref, options);
}

/** What is done to the one session that is open, and to no row behind it. */
function obeyInDetail(command: Command, ref: Ref, options: ListKeysOptions): unknown {
  const { actions, onEnd, onCopyUsername } = options;
  const row = live(options.rows, ref);
  if (!row) return false;
  switch (command) {
    case 'end':
      return onEnd(row);
    case 'undo':
      return mayUndo(row.fate) && actions.onUndo(row.session);
    case 'copy':
      return onCopyUsername(row);
    case 'protect':
      return protect(row, options);
    case 'remind':
      return remind(row, options);
    default:
      return false;
  }
}

function obeyInList(command: Command, options: ListKeysOptions): unknown {
  const { rows, cursor, marks, pageSize, field, actions, ifSeen } = options;
  switch (command) {
    case 'down':
      return cursor.move(1);
    case 'up':
      return cursor.move(-1);
    case 'pageDown':
      return cursor.move(pageSize);
    case 'pageUp':
      return cursor.move(-pageSize);
    case 'first':
      return cursor.move(-Infinity);
    case 'last':
      return cursor.move(Infinity);
    case 'markDown':
    case 'markUp':
      return markOn(command === 'markDown' ? 1 : -1, options);
    case 'markAll':
      return marks.toggleAll();
    case 'open':
      return cursor.slot !== null && options.onOpen(cursor.slot);
    case 'mark':
      return withLive(cursor, ({ ref }) => marks.toggle(ref));
    case 'markTo':
      return withLive(cursor, ({ ref }) => marks.markTo(ref));
    case 'end':
      return marks.refs.size > 0 ? options.onEndMarked() : withLive(cursor, ifSeen(options.onEnd));
    case 'undo': {
      const undone = undoneBy(rows, cursor.slot?.ref ?? null);
      return undone.length > 0 && actions.onUndoThese(undone.map(({ session }) => session));
    }
    case 'refresh':
      return actions.onRefresh();
    case 'copy':
      return withLive(cursor, options.onCopyUsername);
    case 'protect':
      return withLive(
        cursor,
        ifSeen((row) => protect(row, options)),
      );
    case 'remind':
      return withLive(
        cursor,
        ifSeen((row) => remind(row, options)),
      );
    case 'menu':
      return withLive(cursor, options.onRowMenu);
    case 'filter':
      field.current?.focus();
      return field.current?.select();
  }
}

/** Whether keys are for the list: not if a session lies over it, nor if they are pressed in one that
 * is open beside it. */
function isAtList({ over, isBeside }: ListKeysOptions): boolean {
  return over === null || (isBeside && !document.activeElement?.closest('.detail'));
}

/** Goes back one step: out of what lies over the list, then out of the marks. */
function back(options: ListKeysOptions): boolean {
  const { isBeside, marks, onBack } = options;
  if (!isAtList(options)) onBack();
  else if (marks.refs.size > 0) marks.clear();
  else if (isBeside) onBack();
  else return false;
  return true;
}

function protect({ session, facts }: KnownRow, { actions }: ListKeysOptions): void {
  actions.onProtect(session, 'session', facts.protection !== 'session');
}

function remind({ session, facts }: KnownRow, { actions }: ListKeysOptions): void {
  actions.onRemind(session, !facts.hasReminder);
}

/** Does something with the row that the keyboard is at, if it is still listed. */
function withLive({ slot }: Cursor, act: (row: KnownRow) => void): boolean {
  if (!slot || slot.end) return false;
  act(slot.row);
  return true;
}

function markOn(by: 1 | -1, { cursor, marks }: ListKeysOptions): void {
  if (cursor.slot) marks.markTo(cursor.slot.ref);
  const next = cursor.move(by);
  if (next) marks.markTo(next.ref);
}

/** The row that the keyboard is at, or else the one that was asked for last, with all that were asked
 * for in the same go: those have one instant. A wish that waits for another try is only taken back in its
 * own row. */
function undoneBy(rows: KnownRow[], current: Ref | null): KnownRow[] {
  const here = rows.find(({ ref }) => ref === current);
  if (here && here.fate.kind === 'ending' && mayUndo(here.fate)) return [here];
  const undoable = rows.filter(({ fate }) => fate.kind === 'undoable');
  const askedAtMs = ({ fate }: KnownRow) => (fate.kind === 'undoable' ? fate.askedAtMs : 0);
  const own = undoable.filter(({ ref }) => ref === current);
  const atMs = Math.max(...(own.length > 0 ? own : undoable).map(askedAtMs));
  return undoable.filter((row) => askedAtMs(row) === atMs);
}
