/* The list of sessions as a journey reads it, and how that is held against the sandbox's world. */
import type { NewSession } from '../sandbox/newcomer.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Session } from '../sandbox/session.ts';
import { expect, type Found, idOf, type Journey, liveRows, type View } from './journey.ts';

/** Ids of the sessions that are shown and alive, in their order. */
export async function shownIds(view: View): Promise<string[]> {
  return (await liveRows(view)).map(idOf);
}

/** Waits until exactly those of the world's sessions are shown that are `wanted`, and makes sure that
 * this is neither none nor all of them: either could be by accident. */
export async function expectShown(
  { sandbox }: Journey,
  view: View,
  {
    why,
    wanted,
    timeout = 15_000,
  }: { why: string; wanted: (session: Session) => boolean; timeout?: number },
): Promise<void> {
  const expected = () => sandbox.world.sessions().filter(wanted);
  await expect
    .poll(async () => differing(await shownIds(view), idsOf(expected())), { message: why, timeout })
    .toEqual([]);
  expect(expected().length, why).toBeGreaterThan(0);
  expect(expected().length, why).toBeLessThan(sandbox.world.sessions().length);
}

export async function expectAllShown({ sandbox }: Journey, view: View): Promise<void> {
  await expect
    .poll(async () => differing(await shownIds(view), idsOf(sandbox.world.sessions())))
    .toEqual([]);
}

/** What is in one of the two only. */
function differing(shown: string[], expected: string[]): string[] {
  return [
    ...shown.filter((id) => !expected.includes(id)).map((id) => `too much: ${id}`),
    ...expected.filter((id) => !shown.includes(id)).map((id) => `missing: ${id}`),
  ];
}

export function idsOf(sessions: Session[]): string[] {
  return sessions.map(({ id }) => id);
}

/** The row of a session, which has this in its name, alive or not. */
export function rowOf(view: View, part: string): Promise<Found> {
  return view.get('row', new RegExp(part));
}

export function filterBox(view: View): Promise<Found> {
  return view.get('combobox', 'Filter');
}

/** Puts a filter in the place of what was there, and goes on to the list. */
export async function filterBy(view: View, text: string): Promise<void> {
  await (await filterBox(view)).fill(text);
  await view.press('Enter');
}

/** Waits until the keyboard is in an element of this role whose name has this in it. */
export async function expectFocus(view: View, role: string, name: string | RegExp): Promise<void> {
  await expect
    .poll(async () => {
      const focused = await view.focused();
      return `${focused?.role} ${focused?.name}`;
    })
    .toMatch(new RegExp(`^${role} .*${name instanceof RegExp ? name.source : name}`));
}

/** A session whose numbers stand still: of so many MB, and with so many seconds left of half an hour. */
export function addStill(
  { world, clock }: Sandbox,
  { mb, secondsLeft = 1_500, ...wish }: NewSession & { mb: number; secondsLeft?: number },
): Session {
  const expiresAtMs = Math.ceil(clock.now() / 1000 + secondsLeft) * 1000;
  return world.add('residential', {
    subuser: 'sub_2b81e0c4',
    region: 'us',
    bytes_used: mb * 1_000_000,
    started_at: new Date(expiresAtMs - 1_800_000).toISOString(),
    expires_at: new Date(expiresAtMs).toISOString(),
    ...wish,
  });
}
