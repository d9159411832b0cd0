/* What is shown, as files: CSV for spreadsheets, JSON for programs. The names of the columns are the
 * API's, whatever the language; texts are written as they came, for a file identifies sessions. */
import { type KnownRow, leftMsOf } from '../session/facts.ts';
import { recordOf } from '../session/record.ts';
import { usernameOf } from '../session/username.ts';
import { type ListSeparator, listSeparator } from './list-separator.ts';

const COLUMNS = [
  'product',
  'id',
  'session_id',
  'subuser',
  'subuser_name',
  'subuser_label',
  'username',
  'region',
  'state',
  'city',
  'asn',
  'exit_ip',
  'started_at',
  'expires_at',
  'left_seconds',
  'bytes_used',
  'bytes_per_minute',
  'requests',
  'repinned',
  'state_of_end',
];

/** Spreadsheets take a file for UTF-8 by this alone. */
const BYTE_ORDER_MARK = '\ufeff';
const MOST_OF_FILTER = 60;
/** Where a spreadsheet could see a formula begin: by the signs that OWASP's page "CSV Injection" lists,
 * with their wide forms, which some take alike. Not at the start alone: a spreadsheet that splits by another
 * sign than the file's ignores quotes that don't follow that sign, and a cell begins within the text. */
const FORMULA: Record<ListSeparator, RegExp> = {
  ',': /^(?=[\t\r\n])|(?<=^|[;\t\r\n"])(?= *[=+\-@＝＋－＠])/g,
  ';': /^(?=[\t\r\n])|(?<=^|[,\t\r\n"])(?= *[=+\-@＝＋－＠])/g,
};
/** Texts that spreadsheets of a comma-decimal country take for a number with points between its thousands,
 * such as the IP address 45.123.210.101, or for a date, such as 1.2 and 1.2.2026. */
const POINTS_MISREAD = /^(\d{1,3}(\.\d{3})+|\d{1,2}\.\d{1,2}(\.(\d{2}|\d{4})?)?)$/;

export interface ExportedFile {
  name: string;
  /** MIME. */
  type: string;
  text: string;
}

/** The file that a person saves. */
export function exportFile(
  extension: 'csv' | 'json',
  rows: KnownRow[],
  of: { filter: string; atMs: number },
): ExportedFile {
  const name = exportName({ extension, ...of });
  return extension === 'csv'
    ? { name, type: 'text/csv;charset=utf-8', text: csvOf(rows, of.atMs, listSeparator()) }
    : { name, type: 'application/json', text: jsonOf(rows, of) };
}

/** RFC 4180 but for the separator, with a byte order mark. Numbers are whole and stay numbers, what is
 * unknown is empty, and what a spreadsheet would take for a formula, or misread by its points, has an
 * apostrophe before it. */
export function csvOf(rows: KnownRow[], nowMs: number, separator: ListSeparator = ','): string {
  const lines = rows.map((row) => {
    const record = exported(row, nowMs);
    return COLUMNS.map((column) => cell(record[column], separator));
  });
  return (
    BYTE_ORDER_MARK + [COLUMNS, ...lines].map((cells) => `${cells.join(separator)}\r\n`).join('')
  );
}

/** `{"exported_at": …, "filter": …, "sessions": […]}`: the API's records, each with what is known
 * beyond them. `filter`: the text by which they were chosen. */
export function jsonOf(
  rows: KnownRow[],
  { filter, atMs }: { filter: string; atMs: number },
): string {
  const exported_at = new Date(atMs).toISOString();
  const sessions = rows.map((row) => exported(row, atMs));
  return `${JSON.stringify({ exported_at, filter, sessions }, null, 2)}\n`;
}

/** `helodata-sessions-2026-11-23-1714-region-us.csv`: local date and time, and what letters and
 * digits the filter has. */
export function exportName(of: {
  extension: 'csv' | 'json';
  filter: string;
  atMs: number;
}): string {
  const at = new Date(of.atMs);
  const padded = (part: number) => String(part).padStart(2, '0');
  const parts = [
    'helodata-sessions',
    at.getFullYear(),
    padded(at.getMonth() + 1),
    padded(at.getDate()),
    padded(at.getHours()) + padded(at.getMinutes()),
    slug(of.filter),
  ];
  return `${parts.filter((part) => part !== '').join('-')}.${of.extension}`;
}

function slug(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join('-').slice(0, MOST_OF_FILTER).replace(/-$/, '');
}

function exported(row: KnownRow, nowMs: number): Record<string, unknown> {
  const { session, facts, fate } = row;
  const { subuser } = facts;
  return {
    ...recordOf(session),
    subuser_name: subuser?.name ?? null,
    subuser_label: subuser?.label ?? null,
    username: usernameOf(session, subuser?.name ?? null).text,
    left_seconds: seconds(leftMsOf(row, nowMs)),
    bytes_per_minute: facts.bytesPerMinute && Math.round(facts.bytesPerMinute),
    state_of_end: fate.kind,
  };
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.ceil(ms / 1000);
}

function cell(value: unknown, separator: ListSeparator): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(Math.round(value));
  if (typeof value !== 'string') return String(value);
  if (separator === ';' && POINTS_MISREAD.test(value)) return `'${value}`;
  const safe = value.replace(FORMULA[separator], "'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
