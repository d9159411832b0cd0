/* What opens over the list, one at a time: a session, the history, a menu, a question. Each is loaded
 * when it is first opened. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SessionFilter } from '../../lib/api/client.ts';
import type { Session } from '../../lib/api/schemas.ts';
import type { KnownRow } from '../../lib/session/facts.ts';
import type { Slot } from '../../lib/session/order.ts';
import type { Protection } from '../../lib/session/protection.ts';
import type { Identity, Ref } from '../../lib/session/ref.ts';
import type { Past } from '../../lib/store/schemas.ts';
import type { ListView, State } from '../../lib/store/state.ts';
import type { Elsewhere } from '../../lib/surface/elsewhere.ts';
import type { ExportedFile } from '../../lib/surface/export.ts';
import { lazily } from '../lazily.tsx';
import type { ListMarks } from '../list/use-marks.ts';
import type { RowActions } from '../RowButton.tsx';

const DetailOver = lazily(() => import('./DetailOver.tsx').then((m) => m.DetailOver));
const HistoryOver = lazily(() => import('./HistoryOver.tsx').then((m) => m.HistoryOver));
const NoticedOver = lazily(() => import('./NoticedOver.tsx').then((m) => m.NoticedOver));
const BulkSheet = lazily(() => import('./BulkSheet.tsx').then((m) => m.BulkSheet));
const ProtectedSheet = lazily(() => import('./ProtectedSheet.tsx').then((m) => m.ProtectedSheet));
const RowMenu = lazily(() => import('./menus.tsx').then((m) => m.OneRowMenu));
const ListMenu = lazily(() => import('./menus.tsx').then((m) => m.ListMenu));
const Keys = lazily(() => import('./Keys.tsx').then((m) => m.Keys));

interface Point {
  x: number;
  y: number;
}

export type Over =
  | { kind: 'detail'; slot: Slot }
  /** `at`: the session that is looked for in it. */
  | { kind: 'history'; at?: Ref }
  /** What was noticed in 24 hours. */
  | { kind: 'notices' }
  /** Which key does what; and what it was asked over, to go back to. */
  | { kind: 'keys'; back: Over | null }
  /** The menu of the list as a whole. */
  | { kind: 'menu'; at: Point }
  | { kind: 'row-menu'; row: KnownRow; at: Point }
  /** Those that were marked when it was opened. */
  | { kind: 'bulk'; refs: ReadonlySet<Ref> }
  /** Whether to end a protected one; and what it was asked over, to go back to. */
  | { kind: 'ask'; ref: Ref; back: Over | null };

export interface ListActions extends RowActions {
  onRefresh: () => void;
  onSettings: () => void;
  onView: (view: ListView) => void;
  onEndAll: (sessions: Session[]) => void;
  /** Takes several ends back. */
  onUndoThese: (these: Identity[]) => void;
  onProtect: (session: Session, kind: Protection, isOn: boolean) => void;
  /** `isOn`: the person wants to be told before it ends. */
  onRemind: (session: Session, isOn: boolean) => void;
  /** Asks the API for all of one session. */
  onLook: (session: Session) => void;
  onCopy: (text: string) => Promise<void>;
  /** Copies where nothing else would tell; `what` says what it is. */
  onCopyAloud: (text: string, what: string) => void;
  onCopyUsername: (row: KnownRow) => void;
  onExport: (file: ExportedFile) => void;
  /** What the API could be asked for in place of all: the filter, as far as it knows that. */
  onNarrow: (filter: SessionFilter | null) => void;
  /** Calls back with what has ended, now and after every change, until called off. */
  onHistory: (show: (past: Past[]) => void) => () => void;
  /** Where else the same can be shown, and how to open it there. */
  elsewhere: { where: Elsewhere['where']; open: () => void }[];
  /** The keys that open the popup; null where none are set. */
  onShortcut: () => Promise<string | null>;
}

export interface OverlayProps {
  state: State;
  /** All that are listed, whatever the filter. */
  rows: KnownRow[];
  slots: Slot[];
  /** Which the filter lets through. */
  matches: (row: KnownRow) => boolean;
  marks: ListMarks;
  /** The one in force, which is not always what stands in its box. */
  filter: string;
  nowMs: number;
  whyReadOnly: string | null;
  /** Here `onTerminate` asks first where a session is protected. */
  actions: ListActions;
  onEndConfirmed: (session: Session) => void;
  onOpen: (slot: Slot) => void;
  onOver: (over: Over) => void;
  onClose: () => void;
}

/** What takes the place of the list, and leaves it nothing to be done to. */
export function isPlace(over: Over): boolean {
  return over.kind === 'detail' || over.kind === 'history' || over.kind === 'notices';
}

/** What lies right over the list, where something else may have opened over it. */
export function beneath(over: Over | null): Over | null {
  return over && 'back' in over ? over.back : over;
}

/** What a question is asked over stays as it is meanwhile. */
export function Overlay({ over, ...props }: OverlayProps & { over: Over | null }) {
  const first = beneath(over);
  return (
    <>
      <Layer over={first} {...props} />
      {over !== first && <Layer over={over} {...props} />}
    </>
  );
}

function Layer({ over, ...props }: OverlayProps & { over: Over | null }) {
  const { state, rows, slots, marks, nowMs, whyReadOnly, actions, onClose } = props;
  switch (over?.kind) {
    case 'detail':
      return <DetailOver slot={over.slot} {...props} />;
    case 'history':
      return (
        <HistoryOver
          subusers={state.subusers}
          nowMs={nowMs}
          at={over.at ?? null}
          hasLetters={state.settings.hasLetterKeys}
          subscribe={actions.onHistory}
          onBack={onClose}
        />
      );
    case 'notices':
      return <NoticedOver opened={over} {...props} />;
    case 'keys':
      return <Keys onShortcut={actions.onShortcut} onClose={onClose} />;
    case 'menu':
      return <ListMenu at={over.at} {...props} />;
    case 'row-menu':
      return <RowMenu row={live(rows, over.row.ref) ?? over.row} at={over.at} {...props} />;
    case 'bulk': {
      const marked = slots.filter(({ ref, end }) => over.refs.has(ref) && end === null);
      return (
        <Question isMoot={whyReadOnly !== null} onClose={onClose}>
          <BulkSheet
            rows={marked.map(({ row }) => row)}
            others={othersOf(props, over.refs)}
            undoMs={state.settings.undoMs}
            onEnd={(sessions) => {
              marks.clear();
              actions.onEndAll(sessions);
              onClose();
            }}
            onClose={onClose}
          />
        </Question>
      );
    }
    case 'ask': {
      const row = live(rows, over.ref);
      const end = (session: Session) => {
        props.onEndConfirmed(session);
        onClose();
      };
      return (
        <Question isMoot={row === null || whyReadOnly !== null} onClose={onClose}>
          {row && <ProtectedSheet row={row} onEnd={end} onClose={onClose} />}
        </Question>
      );
    }
    default:
      return null;
  }
}

/** All beside those that are marked. Newcomers that wait to be let in could not be marked. */
function othersOf({ rows, slots, matches }: OverlayProps, marked: ReadonlySet<Ref>): KnownRow[] {
  const shown = new Set(slots.map(({ ref }) => ref));
  return rows.filter((row) => !marked.has(row.ref) && (shown.has(row.ref) || !matches(row)));
}

interface QuestionProps {
  isMoot: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** Goes by itself once there is nothing left to ask about, or nothing may be ended any more. */
function Question({ isMoot, onClose, children }: QuestionProps) {
  useEffect(() => {
    if (isMoot) onClose();
  }, [isMoot]);
  return isMoot ? null : children;
}

export function live(rows: KnownRow[], ref: Ref): KnownRow | null {
  return rows.find((row) => row.ref === ref) ?? null;
}
