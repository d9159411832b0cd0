/* Amounts as a filter has them: `1.5GB`, `2k`, `1m30s`, `10MB/min`. Each is a whole number of its
 * smallest unit, so that what is printed reads back as the same. Bytes are decimal, as they are
 * billed. */

/** A way to write one kind of amount. */
export interface Measure {
  /** Null for a text that is no such amount; letters may be of either case. */
  read(text: string): number | null;
  /** As short as it can be said exactly. */
  print(amount: number): string;
}

type Units = Readonly<Record<string, number>>;

/** Up to here, a thousandth of the smallest unit survives the way there and back. */
const MOST = 1e15;
/** Longer than any amount that is not padded. */
const LONGEST = 40;
const PART = /(\d+(?:\.\d+)?)([a-z]*)/g;

const BYTE_UNITS = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
const COUNT_UNITS = { '': 1, k: 1e3, M: 1e6 };
const TIME_UNITS = { h: 3_600_000, m: 60_000, s: 1000 };
const MINUTES_PER: Units = { s: 1 / 60, sec: 1 / 60, m: 1, min: 1, h: 60 };

/** In bytes; a number alone is bytes. */
export const BYTES: Measure = {
  read: readerOf({ '': 1, ...lowered(BYTE_UNITS), k: 1e3, m: 1e6, g: 1e9, t: 1e12 }),
  print: (bytes) => printed(bytes, BYTE_UNITS),
};

export const COUNT: Measure = {
  read: readerOf(lowered(COUNT_UNITS)),
  print: (count) => printed(count, COUNT_UNITS),
};

/** In milliseconds; a number alone is minutes, in which sessions are asked for. */
export const DURATION: Measure = {
  read: readerOf({ '': 60_000, ...TIME_UNITS, min: 60_000, sec: 1000 }),
  print: printedDuration,
};

/** In bytes per minute, which may go unsaid. */
export const RATE: Measure = {
  read(text) {
    const [amount = '', per = 'min', ...rest] = text.toLowerCase().split('/', 3);
    const bytes = BYTES.read(amount);
    return bytes === null || rest.length > 0
      ? null
      : whole(bytes / (MINUTES_PER[per] ?? Number.NaN));
  },
  print: (bytes) => `${BYTES.print(bytes)}/min`,
};

function readerOf(units: Units): Measure['read'] {
  return (text) => {
    if (text === '' || text.length > LONGEST) return null;
    const parts = [...text.toLowerCase().matchAll(PART)];
    if (parts.reduce((length, [part]) => length + part.length, 0) !== text.length) return null;
    // `1m30` may mean seconds or anything else.
    if (parts.length > 1 && parts.some(([, , unit]) => unit === '')) return null;
    const sum = parts.reduce(
      (sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? Number.NaN),
      0,
    );
    return whole(sum);
  };
}

/** Null too for what no unit makes a number of. */
function whole(amount: number): number | null {
  return amount <= MOST ? Math.round(amount) : null;
}

/** In the largest unit in which three decimals are enough. */
function printed(amount: number, units: Units): string {
  const [unit, size] = Object.entries(units).findLast(
    ([, size]) => size <= amount && amount % (size / 1000) === 0,
  ) ?? [Object.keys(units)[0], 1];
  return `${amount / size}${unit}`;
}

function printedDuration(durationMs: number): string {
  const { h, m, s } = TIME_UNITS;
  const parts: [number, string][] = [
    [Math.floor(durationMs / h), 'h'],
    [Math.floor((durationMs % h) / m), 'm'],
    [(durationMs % m) / s, 's'],
  ];
  const said = parts.filter(([amount]) => amount > 0);
  return said.length === 0 ? '0s' : said.map(([amount, unit]) => amount + unit).join('');
}

function lowered(units: Units): Units {
  return Object.fromEntries(
    Object.entries(units).map(([name, size]) => [name.toLowerCase(), size]),
  );
}
