/* The list as an instrument: filter, find, order, mark, act. What the person sees stands still while
 * they are at it (lib/session/order.ts), and what they act on is what they see. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Session } from '../../lib/api/schemas.ts';
import { once } from '../../lib/once.ts';
import { endOf } from '../../lib/session/end.ts';
import { factsOf, KNOWN, type KnownRow, knownRows } from '../../lib/session/facts.ts';
import { print } from '../../lib/session/filter/print.ts';
import { serverFilter } from '../../lib/session/filter/server.ts';
import { isCounted, linesOf } from '../../lib/session/groups.ts';
import type { Slot } from '../../lib/session/order.ts';
import type { Overview } from '../../lib/session/overview.ts';
import { refOf } from '../../lib/session/ref.ts';
import type { ListView, State } from '../../lib/store/state.ts';
import { formatCount } from '../../lib/surface/format.ts';
import type { Target } from '../../lib/surface/page.ts';
import { beneath, isPlace, type ListActions, live, type Over, Overlay } from '../over/Overlay.tsx';
import { NOW_AND_THEN_MS, Said } from '../Said.tsx';
import { useNoDoubleClick } from '../use-double-click.ts';
import { useMedia } from '../use-media.ts';
import { useWindow } from '../use-window.ts';
import { FilterBox } from './FilterBox.tsx';
import { Finders } from './Finders.tsx';
import { MarksBar } from './MarksBar.tsx';
import { Presence, usePresence } from './Presence.tsx';
import { Refusals } from './Refusals.tsx';
import { SessionGrid } from './SessionGrid.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useArrangement } from './use-arrangement.ts';
import { useAskedProtections } from './use-asked-protections.ts';
import { rowIn, useCursor } from './use-cursor.ts';
import { type Filter, useFilter } from './use-filter.ts';
import { useListKeys } from './use-list-keys.ts';
import { useMarks } from './use-marks.ts';
import { useTarget } from './use-target.ts';
import { useTyping } from './use-typing.ts';

/** There is room for a session beside the list (detail.css). */
const BESIDE = '(min-width: 80em)';

interface SessionListProps {
  state: State;
  overview: Overview;
  nowMs: number;
  /** False where none was ever read, or there is none to read: then there is nothing to look for. */
  hasList: boolean;
  /** Each product has answered or failed once. Until then whole lists arrive, to be sorted in. */
  isSettled: boolean;
  /** Shown in place of a list without rows. */
  empty: ComponentChildren;
  /** Why no session can be ended; null if they can. */
  whyReadOnly: string | null;
  target: Target | null;
  onArrived: () => void;
  actions: ListActions;
}

export function SessionList({
  state,
  overview,
  nowMs,
  hasList,
  isSettled,
  empty,
  ...rest
}: SessionListProps) {
  const { whyReadOnly, actions } = rest;
  const protections = useAskedProtections(state.protections, actions.onProtect);
  const facts = useMemo(
    () => factsOf(state, overview.rows),
    // While those parts are the same, rows do nothing but expire: that is news when they are fewer.
    [...KNOWN.map((part) => state[part]), overview.rows.length],
  );
  const rows = useMemo(() => knownRows(overview.rows, facts), [overview.rows, facts]);
  const [view, setView] = useState(state.view);
  const presence = usePresence(isSettled);
  const typing = useTyping(presence.isPointerIn);
  const { isTyping } = typing;
  const filter = useFilter({ text: view.filter, rows, isTyping, nowMs });
  const [opened, setOver] = useState<Over | null>(null);
  // A question about one that is no more is none.
  const over = opened?.kind === 'ask' && live(rows, opened.ref) === null ? opened.back : opened;
  useLayoutEffect(() => {
    if (over !== opened) setOver(over);
  });
  const isBeside = useMedia(BESIDE) && over?.kind === 'detail';
  const covers = over !== null && !isBeside;
  const root = useRef<HTMLTableElement>(null);
  const field = useRef<HTMLInputElement>(null);

  const [lettings, setLettings] = useState(0);
  // By what is in force, not by the text: leaving the box must not move what the pointer is pressed on.
  const asked = JSON.stringify([print(filter.terms), view.sort, view.group, lettings]);
  const { slots, waiting } = useArrangement({
    wanted: { rows, matches: filter.matches, view, endOf: (row) => endOf(state, row, nowMs) },
    isHeld: presence.isThere || covers,
    asked,
  });
  const lines = useMemo(() => linesOf(slots, view.group), [slots, view.group]);
  const cursor = useCursor(lines, root);
  const window = useWindow({ count: lines.length, asked, pinned: cursor.index });
  const { index } = cursor;
  useLayoutEffect(() => {
    if (index !== null && root.current?.contains(document.activeElement)) window.reveal(index);
  }, [index]);
  const marks = useMarks(slots, isTyping);
  const returns = useMemo(() => once(() => returnsOf(rows)), [rows]);

  const narrow = serverFilter(filter.terms, state.subusers.values());
  useLayoutEffect(() => {
    actions.onNarrow(narrow);
    // The list goes with the key, but the view still asks for rounds, and their filter is stored.
    return () => actions.onNarrow(null);
  }, [JSON.stringify(narrow)]);

  const change = (part: Partial<ListView>) => {
    setView({ ...view, ...part });
    actions.onView({ ...view, ...part });
  };
  const letIn = () => setLettings(lettings + 1);
  /** What was pressed is gone with what it did: the person goes on in the list. */
  const goOn = (act: () => void) => {
    act();
    cursor.focus();
  };
  const open = (slot: Slot) => {
    cursor.set(slot.ref);
    setOver({ kind: 'detail', slot });
  };
  useTarget(rest.target, { rows, slots, isSettled, onOpen: open, onOver: setOver }, rest.onArrived);
  const close = () => {
    const back = over && 'back' in over ? over.back : null;
    setOver(back);
    // These give the focus back to where it was.
    if (!back && over?.kind !== 'menu' && over?.kind !== 'keys') cursor.focus();
  };
  /** A protected one is ended only if that is confirmed. */
  const end = (session: Session) => {
    const ref = refOf(session);
    if (protections.cover(session)) {
      setOver((was) => ({ kind: 'ask', ref, back: was?.kind === 'detail' ? was : null }));
    } else actions.onTerminate(session);
  };
  const endListed = ({ session, fate }: KnownRow) => {
    if (fate.kind === 'active' && whyReadOnly === null) end(session);
  };
  /** Only to what is in view and was given the focus; anything else is shown first. */
  const ifSeen = (act: (row: KnownRow) => void) => (row: KnownRow) => {
    if (cursor.hasStrayed()) return;
    const isSeen = root.current?.contains(document.activeElement) && window.isInView(index ?? 0);
    if (isSeen) return act(row);
    window.reveal(index ?? 0);
    cursor.focus();
  };
  const endMarked = () => {
    if (whyReadOnly === null && marks.rows.length > 0) setOver({ kind: 'bulk', refs: marks.refs });
  };

  useListKeys({
    ...{ rows, cursor, marks, field },
    actions: { ...actions, onProtect: protections.ask },
    pageSize: window.pageSize,
    over,
    isBeside,
    hasLetters: state.settings.hasLetterKeys,
    ifSeen,
    onEnd: endListed,
    onEndMarked: endMarked,
    onCopyUsername: actions.onCopyUsername,
    onOpen: open,
    onRowMenu: (row) =>
      setOver({ kind: 'row-menu', row, at: placeUnder(rowIn(root.current, cursor.index)) }),
    onOver: setOver,
    onBack: close,
    onList: () => goOn(() => setOver(null)),
  });

  const place = beneath(over);
  const noDoubleClick = useNoDoubleClick(over);
  const isEmpty = slots.length === 0 && waiting === 0;
  const shown = shownWords(filter, slots, rows);
  const newcomers = waiting > 0 ? i18n.t('list.waiting', waiting, [formatCount(waiting)]) : '';
  return (
    <div class="stage">
      <div
        class="list"
        // What a sheet or a menu was closed by must not reach the row beneath.
        onClickCapture={noDoubleClick}
        inert={covers && place !== null && isPlace(place)}
      >
        {hasList && (
          <>
            <Toolbar
              group={view.group}
              onGroup={(group) => change({ group })}
              onDone={cursor.focus}
              onMenu={(at) => setOver({ kind: 'menu', at })}
            >
              <FilterBox
                text={view.filter}
                mistakes={filter.mistakes}
                rows={rows}
                field={field}
                onText={(text) => change({ filter: text })}
                onTyping={typing.onTyping}
                // What was typed last is in force only now, wherever the pointer rests.
                onDone={() => {
                  typing.onDone();
                  goOn(letIn);
                }}
              />
            </Toolbar>
            <div class="finding">
              <Finders
                filter={view.filter}
                terms={filter.terms}
                onFilter={(text) => change({ filter: text })}
              />
              <p class="shown">{shown}</p>
              <Said words={shown} answers={view.filter} everyMs={NOW_AND_THEN_MS} />
            </div>
          </>
        )}
        {isEmpty && rows.length === 0 && empty}
        {isEmpty && rows.length > 0 && (
          <NoMatch onClear={() => goOn(() => change({ filter: '' }))} />
        )}
        {!isEmpty && (
          <Presence place={presence.place} onPresence={presence.onPointer}>
            <SessionGrid
              {...{ lines, view, window, root, nowMs, whyReadOnly }}
              marked={marks.refs}
              areAllMarked={marks.areAll}
              current={cursor.slot?.ref ?? null}
              opened={isBeside ? over.slot.ref : null}
              returns={returns}
              onSort={(sort) => change({ sort })}
              onMarkAll={marks.toggleAll}
              onTerminate={end}
              onUndo={actions.onUndo}
              onOpen={open}
              onFocus={({ ref }) => cursor.set(ref)}
              onMark={({ ref }, isRange) => {
                cursor.set(ref);
                (isRange ? marks.markTo : marks.toggle)(ref);
              }}
              onMenu={(row, at) => {
                cursor.set(row.ref);
                setOver({ kind: 'row-menu', row, at });
              }}
            />
            {waiting > 0 && (
              <button type="button" class="waiting" onClick={() => goOn(letIn)}>
                {newcomers}
              </button>
            )}
          </Presence>
        )}
        <Said words={newcomers} everyMs={NOW_AND_THEN_MS} />
        <Refusals rows={rows} />
        <MarksBar
          marks={marks}
          whyReadOnly={whyReadOnly}
          onEnd={endMarked}
          onClear={() => goOn(marks.clear)}
        />
      </div>
      <Overlay
        {...{ over, state, rows, slots, marks, nowMs, whyReadOnly }}
        matches={filter.matches}
        filter={print(filter.terms)}
        actions={{ ...actions, onTerminate: end, onProtect: protections.ask }}
        onEndConfirmed={actions.onTerminate}
        onOpen={open}
        onOver={setOver}
        onClose={close}
      />
    </div>
  );
}

function shownWords({ terms, mistakes }: Filter, slots: Slot[], rows: KnownRow[]): string {
  if (mistakes.length > 0) return i18n.t('list.filterIgnored');
  if (terms.length === 0) return '';
  const [shown, all] = [slots.filter(isCounted).length, rows.length];
  return i18n.t('list.shown', [formatCount(shown), formatCount(all)]);
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <div class="empty">
      <p class="empty-title">{i18n.t('list.noMatch')}</p>
      <button type="button" onClick={onClear}>
        {i18n.t('list.clearFilter')}
      </button>
    </div>
  );
}

/** By the ref of a session that was ended: the one that came back in its place. */
function returnsOf(rows: KnownRow[]): Map<string, KnownRow> {
  const returns = new Map<string, KnownRow>();
  for (const row of rows) {
    const ref = row.facts.trace?.returned?.ref;
    if (ref !== undefined) returns.set(ref, row);
  }
  return returns;
}

/** Where a menu that the keyboard asks for opens: under the row. */
function placeUnder(row: HTMLElement | null): { x: number; y: number } {
  const { left = 0, bottom = 0, height = 0 } = row?.getBoundingClientRect() ?? {};
  return { x: left + height, y: bottom };
}
