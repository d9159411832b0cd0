/* Numbers, places and instants as a person reads them. Bytes are decimal, as they are billed. */
import { i18n } from '#i18n';
import type { Session } from '../api/schemas.ts';
import type { KnownRow } from '../session/facts.ts';
import type { Grouping } from '../session/order.ts';
import type { Sum } from '../session/sum.ts';
import { joined } from './joined.ts';
import { locale } from './language.ts';
import { plain } from './plain.ts';
import { subuserWords } from './subuser.ts';

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** Stands for what is not known. */
export const UNKNOWN = '–';

/** `0 B`, `980 B`, `34.2 MB`, `1.07 GB`: three digits at most, so that columns align. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return UNKNOWN;
  // Browsers write "0B" or "0 byte", and neither stands well among the other units.
  if (bytes < 999.5) return `${countFormat().format(Math.round(bytes))} B`;
  let unit = 0;
  let amount = bytes;
  // 999.5 of a unit would be shown as 1000 of it.
  while (amount >= 999.5 && unit < BYTE_UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
  return unitFormat(BYTE_UNITS[unit] ?? 'byte', 'short', digits).format(amount);
}

export function formatCount(count: number | null): string {
  return count === null ? UNKNOWN : countFormat().format(count);
}

/** `1.2 GB`; `≥ 1.2 GB` where something is not known; `–` where nothing is. */
export function formatSum({ total, isAtLeast }: Sum, format: (total: number) => string): string {
  if (total === null) return UNKNOWN;
  return isAtLeast ? i18n.t('count.sumAtLeast', [format(total)]) : format(total);
}

/** As `formatCount`, and from a million on as short as `12.3M`, for a column. */
export function formatCompactCount(count: number | null): string {
  return count === null || count < 1_000_000 ? formatCount(count) : compactFormat().format(count);
}

/** An IP address for a column. A long IPv6 keeps both ends, which tell neighbours apart. */
export function formatIp(ip: string | null): string {
  if (ip === null) return UNKNOWN;
  return /^[\da-f:.]{17,}$/i.test(ip) ? `${ip.slice(0, 8)}…${ip.slice(-7)}` : plain(ip, 16);
}

/* To make a formatter takes a thousand times as long as to use it, and a list needs them by the
 * row: each is made once, when it is first needed. */
const countFormat = once(() => new Intl.NumberFormat(locale()));
const compactFormat = once(
  () => new Intl.NumberFormat(locale(), { notation: 'compact', maximumSignificantDigits: 3 }),
);
const unitFormat = once(
  (unit: string, unitDisplay: 'short' | 'narrow', digits: number) =>
    new Intl.NumberFormat(locale(), {
      style: 'unit',
      unit,
      unitDisplay,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);
const unitsFormat = once(() => new Intl.ListFormat(locale(), { type: 'unit', style: 'narrow' }));
const agoFormat = once(() => new Intl.RelativeTimeFormat(locale(), { style: 'narrow' }));
const timeFormat = once(() => new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' }));
const instantFormat = once(
  () => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' }),
);
const dayTimeFormat = once(
  () =>
    new Intl.DateTimeFormat(locale(), {
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
    }),
);
const regionNames = once(
  () => new Intl.DisplayNames(locale(), { type: 'region', fallback: 'code' }),
);

function once<Args extends (string | number)[], T>(
  make: (...args: Args) => T,
): (...args: Args) => T {
  const made = new Map<string, T>();
  return (...args) => {
    const key = args.join();
    const value = made.get(key) ?? make(...args);
    made.set(key, value);
    return value;
  };
}

/** `29:59`, `0:03`: minutes and seconds, rounded up so that 0:00 means over. */
export function formatLeft(leftMs: number | null): string {
  if (leftMs === null) return UNKNOWN;
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

type TimeUnit = 'second' | 'minute' | 'hour';

/** `just now`, `12s ago`, `3m ago`; a clock that was set back counts as now. */
export function formatAge(ageMs: number): string {
  const [amount, unit] = largestUnit(ageMs);
  if (unit === 'second' && amount < 5) return i18n.t('age.now');
  return agoFormat().format(-amount, unit);
}

/** `48s`, `17m`, `3h`: an age for a column. */
export function formatShortAge(ageMs: number | null): string {
  if (ageMs === null) return UNKNOWN;
  const [amount, unit] = largestUnit(ageMs);
  return unitFormat(unit, 'narrow', 0).format(amount);
}

/** What is whole of an age, in the largest unit of which there is one. */
function largestUnit(ageMs: number): [amount: number, unit: TimeUnit] {
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  if (seconds < 60) return [seconds, 'second'];
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? [minutes, 'minute'] : [Math.floor(minutes / 60), 'hour'];
}

/** `2 min`, `5 min 46 sec`, `11 hr 10 min`, for intervals: two units say enough. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const amounts: [number, TimeUnit][] = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ];
  const largest = amounts.findIndex(([amount]) => amount > 0);
  const told = amounts
    .slice(largest) // Of none, the seconds.
    .slice(0, 2)
    .filter(([amount], index) => index === 0 || amount > 0);
  return unitsFormat().format(
    told.map(([amount, unit]) => unitFormat(unit, 'short', 0).format(amount)),
  );
}

/** The time of day, as `14:03:12` where that is the custom. */
export function formatTime(atMs: number): string {
  return timeFormat().format(atMs);
}

/** Date and time of day, as `Nov 23, 2026, 2:03:12 PM` where that is the custom. */
export function formatInstant(atMs: number): string {
  return instantFormat().format(atMs);
}

/** The time of day, and the day before it if that is another than today (`nowMs`): `Nov 22, 14:03`. */
export function formatWhen(atMs: number, nowMs: number = Date.now()): string {
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return isToday ? formatTime(atMs) : dayTimeFormat().format(atMs);
}

/** Graphemes of one part of a place. */
const MOST_OF_PLACE = 40;

/** Region, state and city as `US · CA · LA`. The API writes codes in lower case; names stay names. */
export function formatPlace(session: Session, between = ' · '): string {
  return placeParts(session).join(between);
}

/** A session's name for a person: the `session_id` that they chose, or the API's id where that is not known. */
export function sessionName(
  { sessionId, id }: Pick<Session, 'sessionId' | 'id'>,
  most?: number,
): string {
  return plain(sessionId?.trim() ? sessionId : id, most);
}

/** What a group of the list has in common. */
export function groupWords(grouping: Grouping, { session, facts }: KnownRow): string {
  switch (grouping) {
    case 'subuser':
      return subuserWords(session.subuser, facts.subuser);
    case 'region':
      return formatRegion(session.region);
    case 'product':
      return i18n.t(`product.${session.product}`);
  }
}

/** The place with the region's full name, for a tooltip: `United States, CA, LA`. */
export function formatFullPlace(session: Session): string {
  if (session.region === null) return UNKNOWN;
  const [, ...rest] = placeParts(session);
  return joined('parts', [formatRegion(session.region), ...rest]);
}

/** A city that is named as its state is told once. A state says little without its region. */
function placeParts({ region, state, city }: Session): string[] {
  if (region === null) return [UNKNOWN];
  return [region, state, city === state ? null : city]
    .filter((part): part is string => part !== null && part.trim() !== '')
    .map((part) => plain(part.length <= 3 ? part.toUpperCase() : part, MOST_OF_PLACE));
}

/** `United States`; the code itself where the browser knows no name for it. */
export function formatRegion(region: string | null): string {
  if (region === null) return UNKNOWN;
  return plain(regionName(region), MOST_OF_PLACE);
}

function regionName(region: string): string {
  try {
    return regionNames().of(region.toUpperCase()) ?? region;
  } catch {
    return region;
  }
}
