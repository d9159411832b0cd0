/* The headings of the list; each is a button that sorts by it, and once more the other way. */
import { i18n } from '#i18n';
import type { Column } from '../../lib/session/order.ts';
import type { ListView } from '../../lib/store/state.ts';

type Sort = ListView['sort'];

interface ColumnsProps {
  sort: Sort;
  areAllMarked: boolean;
  onSort: (sort: Sort) => void;
  onMarkAll: () => void;
}

/** What stands in which cell, one above the other or side by side. */
const CELLS: { name: string; columns: Column[] }[] = [
  { name: 'who-cell', columns: ['session', 'subuser'] },
  { name: 'place-cell', columns: ['place', 'exitIp'] },
  { name: 'left-cell', columns: ['left', 'age'] },
  { name: 'number data', columns: ['bytes'] },
  { name: 'number rate', columns: ['rate', 'requests'] },
];

/** Words are looked for from their start, numbers from the highest down. */
const DESCENDING_FIRST: readonly Column[] = ['bytes', 'rate', 'requests', 'age'];

export function Columns({ sort, areAllMarked, onSort, onMarkAll }: ColumnsProps) {
  return (
    <tr class="columns" aria-rowindex={1}>
      <th scope="col" class="mark">
        <input
          type="checkbox"
          checked={areAllMarked}
          aria-label={i18n.t('list.markAll')}
          onClick={onMarkAll}
        />
      </th>
      {CELLS.map(({ name, columns }) => (
        <th
          key={columns[0]}
          scope="col"
          class={name}
          aria-sort={columns.includes(sort.column) ? direction(sort) : undefined}
        >
          {columns.map((column) => (
            <SortButton key={column} column={column} sort={sort} onSort={onSort} />
          ))}
        </th>
      ))}
      <th scope="col" class="act">
        <span class="unseen">{i18n.t('list.columnAct')}</span>
      </th>
    </tr>
  );
}

interface SortButtonProps {
  column: Column;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

function SortButton({ column, sort, onSort }: SortButtonProps) {
  const isSorted = sort.column === column;
  const label = i18n.t(`list.column.${column}`);
  return (
    <button
      type="button"
      class="sort"
      data-sorted={isSorted}
      aria-label={i18n.t('list.sortBy', [label])}
      onClick={() =>
        onSort({
          column,
          descending: isSorted ? !sort.descending : DESCENDING_FIRST.includes(column),
        })
      }
    >
      {label}
      {isSorted && <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>}
    </button>
  );
}

function direction({ descending }: Sort): 'ascending' | 'descending' {
  return descending ? 'descending' : 'ascending';
}
