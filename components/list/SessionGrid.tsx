/* The rows of the list, those in view: a grid whose rows say where in the whole they stand. */
import type { RefObject } from 'preact';
import { i18n } from '#i18n';
import type { KnownRow } from '../../lib/session/facts.ts';
import type { Heading, Line } from '../../lib/session/groups.ts';
import type { Grouping } from '../../lib/session/order.ts';
import type { Ref } from '../../lib/session/ref.ts';
import type { ListView } from '../../lib/store/state.ts';
import { formatBytes, formatCount, formatSum, groupWords } from '../../lib/surface/format.ts';
import { useLatest } from '../use-latest.ts';
import type { ListWindow } from '../use-window.ts';
import { Columns } from './Columns.tsx';
import { type RowHandlers, SessionRow } from './SessionRow.tsx';

interface SessionGridProps extends RowHandlers {
  lines: Line[];
  view: ListView;
  marked: ReadonlySet<Ref>;
  /** The row that the keyboard is at; null while there was none. */
  current: Ref | null;
  /** The one that is shown beside the list; null if none is. */
  opened: Ref | null;
  /** By the ref of a session that was ended: the one that came back in its place. */
  returns: () => ReadonlyMap<string, KnownRow>;
  window: ListWindow;
  root: RefObject<HTMLTableElement | null>;
  nowMs: number;
  whyReadOnly: string | null;
  areAllMarked: boolean;
  onSort: (sort: ListView['sort']) => void;
  onMarkAll: () => void;
}

export function SessionGrid(props: SessionGridProps) {
  const { lines, view, marked, returns, window, root } = props;
  const { nowMs, whyReadOnly, onTerminate, onUndo, onOpen, onMark, onMenu, onFocus } = props;
  const handlers = useLatest({ onTerminate, onUndo, onOpen, onMark, onMenu, onFocus });
  const tabStop = props.current ?? lines.find((line) => line.kind === 'row')?.slot.ref ?? null;
  return (
    <div class="scroller" ref={window.scroller} onScroll={window.onScroll}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows are acted upon
        role="grid"
        class="sessions"
        data-sort={view.sort.column}
        ref={root}
        tabIndex={-1}
        aria-label={i18n.t('popup.list')}
        aria-rowcount={lines.length + 1}
        aria-multiselectable="true"
      >
        <thead>
          <Columns
            sort={view.sort}
            areAllMarked={props.areAllMarked}
            onSort={props.onSort}
            onMarkAll={props.onMarkAll}
          />
        </thead>
        <tbody style={{ height: `${window.heightPx}px` }}>
          {window.indices.map((index) => {
            const line = lines[index];
            if (!line) return null;
            const { slot } = line;
            const place = { position: index + 2, topPx: index * window.rowPx };
            if (line.kind === 'heading') {
              return <GroupRow key={`- ${slot.ref}`} line={line} group={view.group} {...place} />;
            }
            return (
              <SessionRow
                key={slot.ref}
                {...{ slot, nowMs, whyReadOnly, ...place, ...handlers }}
                returned={(slot.end && returns().get(slot.ref)) ?? null}
                isMarked={marked.has(slot.ref)}
                isOpen={slot.ref === props.opened}
                isTabStop={slot.ref === tabStop}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface GroupRowProps {
  line: Heading;
  group: Grouping | null;
  position: number;
  topPx: number;
}

function GroupRow({ line, group, position, topPx }: GroupRowProps) {
  const { slot, count, bytes, bytesPerMinute } = line;
  return (
    <tr class="row group" aria-rowindex={position} style={{ top: `${topPx}px` }}>
      <td colSpan={7}>
        <span class="group-name">{group && groupWords(group, slot.row)}</span>
        <span class="split">
          {[
            i18n.t('list.groupCount', count, [formatCount(count)]),
            formatSum(bytes, formatBytes),
            formatSum(bytesPerMinute, (rate) => i18n.t('list.perMinute', [formatBytes(rate)])),
          ].join(' · ')}
        </span>
      </td>
    </tr>
  );
}
