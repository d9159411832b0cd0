/* What a person types into a field of the settings, as the number that it means; and back. Null for
 * text that means none. */

/** Both belong to it. */
export interface Range {
  from: number;
  to: number;
}

/** Digits alone: whether `1.500` is more than a thousand depends on who reads it. Those of a Chinese
 * keyboard count. */
export function wholeNumberIn(text: string, { from, to }: Range): number | null {
  const digits = text.normalize('NFKC').trim();
  const number = /^\d{1,12}$/.test(digits) ? Number(digits) : null;
  return number !== null && number >= from && number <= to ? number : null;
}

/** `07:30`, as a field for a time of day gives it, in minutes since midnight. */
export function minuteIn(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

export function minuteText(minute: number): string {
  const part = (number: number) => String(number).padStart(2, '0');
  return `${part(Math.floor(minute / 60))}:${part(minute % 60)}`;
}
