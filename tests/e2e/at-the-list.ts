/* What a person does at the list of sessions, for the journeys that act on it. */
import { rfc3339 } from '../sandbox/clock.ts';
import type { NewSession } from '../sandbox/newcomer.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { expect, type Found, type Journey, press, type View } from './journey.ts';

export const SHOP = 'sub_2b81e0c4';
export const LOGINS = 'sub_a3e6d812';

/** A wish for a session with so long left of ten minutes, and with figures that stand still. */
export function lasting(
  { clock }: Pick<Sandbox, 'clock'>,
  { secondsLeft = 540, ...wish }: NewSession & { secondsLeft?: number },
): NewSession {
  const expiresAtMs = Math.ceil(clock.now() / 1000 + secondsLeft) * 1000;
  return {
    subuser: SHOP,
    region: 'us',
    bytes_used: 1_000_000,
    requests: 20,
    started_at: rfc3339(expiresAtMs - 600_000),
    expires_at: rfc3339(expiresAtMs),
    ...wish,
  };
}

/** Types into the filter's box, as from anywhere in the list, and goes back to the rows. */
export async function filterBy(popup: View, text: string): Promise<void> {
  await popup.press('/');
  await (await popup.get('combobox', 'Filter')).fill(text);
  await popup.press('Enter');
}

export function rowOf(popup: View, sessionId: string): Promise<Found> {
  return popup.get('row', new RegExp(`\\b${sessionId}\\b`));
}

/** Picks from the menu of a row's own actions. */
export async function pickFromRow(popup: View, sessionId: string, item: string | RegExp) {
  await (await rowOf(popup, sessionId)).rightClick();
  await (await popup.get('menuitem', item)).click();
}

/** Picks from the menu of the list as a whole. */
export async function pickFromList(popup: View, item: string | RegExp): Promise<void> {
  await press(popup, 'More');
  await (await popup.get('menuitem', item)).click();
}

/** Waits until some words can be read. */
export async function expectText(popup: View, words: string | RegExp, timeout = 15_000) {
  await expect
    .poll(() => popup.text(), { timeout })
    .toMatch(typeof words === 'string' ? new RegExp(escaped(words)) : words);
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Ids of the sessions that the sandbox was asked to end, sorted: each as often as it was asked. */
export function sentIds({ sandbox }: Journey): string[] {
  return sandbox.journal
    .requests('delete')
    .map(({ id }) => id ?? '')
    .sort();
}

/** Waits until it was asked to end these, each once, and they have ended, in whatever order. */
export async function expectAllEnded(journey: Journey, ids: string[], timeout = 30_000) {
  await expect.poll(() => sentIds(journey), { timeout }).toEqual([...ids].sort());
  expect(journey.sandbox.world.endings.map(({ id }) => id).sort()).toEqual([...ids].sort());
}
