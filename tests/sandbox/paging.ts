/**
 * Cursor paging (contract: Sessions). A cursor says after which row to go on, not how many to
 * skip: rows that come or go between two pages make no other row appear twice or not at all.
 */
import { Refusal } from './errors.ts';

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  /** Path and filters: a cursor holds for the query that it came from and for no other. */
  readonly query: string;
  readonly maxSize: number;
}

export interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
}

const USUAL_SIZE = 50;

/** `rows` in ascending order of `keyOf`, which must differ from row to row. */
export function page<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  request: PageRequest,
): Page<Row> {
  const { query, maxSize, limit = Math.min(USUAL_SIZE, maxSize) } = request;
  if (limit > maxSize) throw new Refusal(400, 'invalid_request', `limit: at most ${maxSize}`);
  const after = request.cursor === undefined ? '' : afterOf(request.cursor, query);
  const first = firstAfter(rows, keyOf, after);
  const data = rows.slice(first, first + limit);
  const last = data.at(-1);
  const more = last !== undefined && rows.length > first + limit;
  return { data, next_cursor: more ? cursorOf(keyOf(last), query) : null };
}

/** Index of the first row whose key is greater; their number if there is none. */
function firstAfter<Row>(rows: readonly Row[], keyOf: (row: Row) => string, after: string): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(rows[middle] as Row) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

// Plain base64 on purpose: `+`, `/` and `=` find the client that forgets to encode a cursor.
function cursorOf(after: string, query: string): string {
  return Buffer.from(JSON.stringify([after, query])).toString('base64');
}

function afterOf(cursor: string, query: string): string {
  try {
    const [after, itsQuery] = JSON.parse(Buffer.from(cursor, 'base64').toString());
    if (typeof after === 'string' && itsQuery === query) return after;
  } catch {
    // Not one of ours: refused below, like one of another query.
  }
  throw new Refusal(400, 'invalid_request', 'cursor: not one that this query has given');
}
