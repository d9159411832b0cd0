/* A click in the toolbar's menu, as far as the sandbox hears of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Session } from '../../../lib/api/schemas.ts';
import { protectionName } from '../../../lib/session/protection.ts';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import { DEFAULT_SETTINGS } from '../../../lib/store/state.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';

let sandbox: Sandbox;
let background: Background;
let session: Session;

beforeEach(async () => {
  sandbox = await startSandbox({ sessions: 4, speed: 0, minutesLeft: [20, 25] });
  background = new Background(sandbox);
  await background.connect(sandbox.keys.full);
  const [first] = (await background.state()).lists.residential;
  if (!first) throw new Error('the sandbox has sessions');
  session = first;
});
afterEach(() => sandbox.close());

async function clickAndWait() {
  await background.clickMenu(`terminate:${refOf(session)}`);
  await background.pass(10_000);
  return sandbox.world.endings.map(({ id }) => id);
}

test('ends the session, once its time to undo is over', async () => {
  expect(await clickAndWait()).toEqual([session.id]);
});

test.each(['session', 'subuser'] as const)(
  'ends nothing that is protected by its %s',
  async (by) => {
    const name = protectionName(by, session);
    await background.act((sinceMs) => items.protections.item(name).write({ sinceMs }));
    expect(await clickAndWait()).toEqual([]);
    expect((await background.state()).intents.size).toBe(0);
  },
);

test('ends nothing under the read-only lock', async () => {
  await background.act(() => items.settings.write({ ...DEFAULT_SETTINGS, isLocked: true }));
  expect(await clickAndWait()).toEqual([]);
  expect((await background.state()).intents.size).toBe(0);
});

test('the lock answers what is about to be sent, and unlocking does not send it', async () => {
  await background.clickMenu(`terminate:${refOf(session)}`);
  await background.act(() => items.settings.write({ ...DEFAULT_SETTINGS, isLocked: true }));
  await background.pass(10_000);
  const { attempts } = await background.state();
  expect(attempts.get(refOf(session))?.problem?.kind).toBe('locked');
  await background.act(() => items.settings.write(DEFAULT_SETTINGS));
  await background.pass(600_000);
  expect(sandbox.world.endings).toEqual([]);
  expect((await background.state()).intents.size).toBe(0);
});
