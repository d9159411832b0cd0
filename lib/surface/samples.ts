/* The latest requests of a session as a table. Nobody has documented their fields, so whatever came
 * is shown: any JSON at all, and nothing of it makes this fail. */
import { i18n } from '#i18n';
import { formatCount, formatTime } from './format.ts';
import { plain } from './plain.ts';

export interface SampleCell {
  shown: string;
  /** As much of it as fits a tooltip, where not all of it is shown; or null. */
  whole: string | null;
}

export interface SampleTable {
  columns: { name: string; isNumeric: boolean }[];
  /** A cell per column. */
  rows: SampleCell[][];
  /** Fields and requests for which there is no room. */
  moreFields: number;
  moreRows: number;
}

const MOST_COLUMNS = 8;
/** The documentation speaks of ten. */
const MOST_ROWS = 50;
const MOST_OF_NAME = 24;
const MOST_OF_CELL = 40;
const MOST_OF_WHOLE = 200;
const NOTHING = '–';
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

type Fields = Record<string, unknown>;
/** A field, or all of a sample that has none. */
interface Column {
  name: string;
  of: (sample: unknown) => unknown;
}

/** Fields in the order in which they appear, instants before all others: the browser's storage, from
 * which samples come, has fields by the alphabet. A sample without any stands in a column of its own. */
export function sampleTableOf(samples: unknown[]): SampleTable {
  const shown = samples.slice(0, MOST_ROWS);
  const all = columnsOf(shown);
  const columns = all.slice(0, MOST_COLUMNS);
  return {
    columns: columns.map(({ name, of }) => ({ name, isNumeric: areNumbers(shown.map(of)) })),
    rows: shown.map((sample) => columns.map(({ of }) => cellOf(of(sample)))),
    moreFields: all.length - columns.length,
    moreRows: samples.length - shown.length,
  };
}

function columnsOf(samples: unknown[]): Column[] {
  const names = new Set(samples.filter(hasFields).flatMap((sample) => Object.keys(sample)));
  const fields = [...names].map((name) => ({
    name: plain(name, MOST_OF_NAME),
    // A field may be called `constructor`: what a sample merely inherits is not its own.
    of: (sample: unknown) =>
      hasFields(sample) && Object.hasOwn(sample, name) ? sample[name] : undefined,
  }));
  const isTime = ({ of }: Column) => areInstants(samples.map(of));
  fields.sort((a, b) => Number(isTime(b)) - Number(isTime(a)));
  if (samples.every(hasFields)) return fields;
  const bare = (sample: unknown) => (hasFields(sample) ? undefined : sample);
  return [{ name: i18n.t('detail.sampleValue'), of: bare }, ...fields];
}

function hasFields(sample: unknown): sample is Fields {
  const isRecord = typeof sample === 'object' && sample !== null && !Array.isArray(sample);
  return isRecord && Object.keys(sample).length > 0;
}

function areNumbers(values: unknown[]): boolean {
  return areAll(values, (value) => typeof value === 'number');
}

function areInstants(values: unknown[]): boolean {
  return areAll(values, (value) => typeof value === 'string' && instantOf(value) !== null);
}

/** All that are told, and some are. */
function areAll(values: unknown[], isSo: (value: unknown) => boolean): boolean {
  const told = values.filter((value) => value !== undefined && value !== null);
  return told.length > 0 && told.every(isSo);
}

/** In milliseconds since 1970; null for a text that is none. */
function instantOf(text: string): number | null {
  const atMs = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}

function cellOf(value: unknown): SampleCell {
  if (value === undefined) return { shown: '', whole: null };
  if (value === null) return { shown: NOTHING, whole: null };
  if (typeof value === 'number') return { shown: numberWords(value), whole: null };
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const whole = plain(text, MOST_OF_WHOLE);
  const atMs = instantOf(text);
  const shown = atMs === null ? plain(text, MOST_OF_CELL) : formatTime(atMs);
  return { shown, whole: whole === shown ? null : whole };
}

/** 1e300 would be told with all of its noughts. */
function numberWords(value: number): string {
  return Math.abs(value) < 1e15 ? formatCount(value) : String(value);
}
