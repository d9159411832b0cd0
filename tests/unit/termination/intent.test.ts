import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Session } from '../../../lib/api/schemas.ts';
import { refOf } from '../../../lib/session/ref.ts';
import * as items from '../../../lib/store/items.ts';
import type { Intent } from '../../../lib/store/schemas.ts';
import { readState } from '../../../lib/store/state.ts';
import {
  askToTerminate,
  askToTerminateAll,
  dismissBulk,
  endHeld,
  undo,
  undoAll,
} from '../../../lib/termination/intent.ts';
import { state as emptyState, NOW, session, type WholeSession } from '../support/samples.ts';

beforeEach(() => fakeBrowser.reset());
afterEach(() => {
  vi.restoreAllMocks();
});

const sessions = Array.from({ length: 300 }, () => session());
const [first, second] = sessions;
const askAll = (given = sessions, nowMs = NOW, state = emptyState()) =>
  askToTerminateAll({ sessions: given, undoMs: 5_000, nowMs, state });

test.each<[string, (of: WholeSession) => Promise<unknown>, number]>([
  [
    'asks to terminate a session',
    (of) => askToTerminate({ session: of, from: 'row', undoMs: 60_000, owner: '', nowMs: NOW }),
    NOW + 60_250,
  ],
  [
    'asks at once, since Chromium rings no sooner',
    (of) => askToTerminate({ session: of, from: 'row', undoMs: 0, owner: '', nowMs: NOW }),
    NOW + 30_000,
  ],
  ['asks to terminate many', (of) => askAll([of]), NOW + 30_000],
  ['has deferred intents sent', (of) => endHeld([intentOf(of)], NOW), NOW + 30_000],
])('an alarm wakes the drain after a page %s', async (_, act, atMs) => {
  const alarm = vi.spyOn(fakeBrowser.alarms, 'create');
  await act(session());
  expect(alarm.mock.calls).toEqual([['drain', { when: atMs }]]);
});

function intentOf({ product, id, sessionId, expiresAtMs }: Session): Intent {
  const asked = { askedAtMs: NOW, dueAtMs: NOW, from: 'row', heldBy: 'view' } as const;
  return { v: 5, owner: '', product, id, sessionId, expiresAtMs, ...asked };
}

describe('asking for many in one go', () => {
  test('is one write, and one alarm after the time to undo', async () => {
    const write = vi.spyOn(fakeBrowser.storage.local, 'set');
    const alarm = vi.spyOn(fakeBrowser.alarms, 'create');
    await askAll();
    expect(write).toHaveBeenCalledOnce();
    expect(alarm).toHaveBeenCalledOnce();
    const { bulk, intents } = await readState();
    expect(bulk).toMatchObject({ askedAtMs: NOW, total: 300 });
    expect([...intents.keys()].sort()).toEqual(sessions.map(refOf).sort());
    for (const intent of intents.values()) {
      expect(intent).toMatchObject({ from: 'bulk', askedAtMs: NOW, dueAtMs: NOW + 5_000 });
    }
  });

  test('leaves the page before anything is awaited, for a popup may close', () => {
    const write = vi.spyOn(fakeBrowser.storage.local, 'set');
    const alarm = vi.spyOn(fakeBrowser.alarms, 'create');
    askAll();
    expect(write).toHaveBeenCalledOnce();
    expect(alarm).toHaveBeenCalledOnce();
  });

  test('counts a session that is named twice once', async () => {
    await askAll([...sessions, ...sessions]);
    expect((await readState()).bulk?.total).toBe(300);
  });

  test('makes room where storage is full', async () => {
    await items.listOf('residential').write({ sessions });
    const set = fakeBrowser.storage.local.set.bind(fakeBrowser.storage.local);
    vi.spyOn(fakeBrowser.storage.local, 'set').mockImplementation(async (entries) => {
      const isFull = 'list:residential' in (await fakeBrowser.storage.local.get(null));
      if (isFull) throw new Error('QUOTA_BYTES exceeded');
      await set(entries);
    });
    await askAll();
    expect((await readState()).intents.size).toBe(300);
  });

  test('keeps none where not all can be kept', async () => {
    vi.spyOn(fakeBrowser.storage.local, 'set').mockRejectedValue(new Error('QUOTA_BYTES exceeded'));
    await expect(askAll()).rejects.toThrow('QUOTA');
    const { bulk, intents } = await readState();
    expect([bulk, intents.size]).toEqual([null, 0]);
  });
});

describe('taking a bulk back', () => {
  test('is one write, and leaves what was asked for otherwise', async () => {
    const other = session();
    await askToTerminate({ session: other, from: 'row', undoMs: 5_000, owner: '', nowMs: NOW });
    await askAll();
    const remove = vi.spyOn(fakeBrowser.storage.local, 'remove');
    await undoAll(await readState());
    expect(remove).toHaveBeenCalledOnce();
    const { bulk, intents } = await readState();
    expect([...intents.keys()]).toEqual([refOf(other)]);
    expect(bulk?.total).toBe(300);
  });

  test('leaves what was refused, with its reason', async () => {
    if (!first || !second) throw new Error('there are sessions');
    await askAll([first, second]);
    const problem = { kind: 'not-permitted', code: null, requestId: null } as const;
    const tried = {
      askedAtMs: NOW,
      count: 1,
      triedAtMs: NOW,
      nextAtMs: null,
      problem,
      acceptedAtMs: null,
    };
    await items.attempts.item(refOf(first)).write(tried);
    await undoAll(await readState());
    expect([...(await readState()).intents.keys()]).toEqual([refOf(first)]);
  });

  test('takes back an earlier one, too, that is not through', async () => {
    const [early, late] = [sessions.slice(0, 60), sessions.slice(60, 62)];
    await askAll(early);
    await askAll(late, NOW + 60_000, await readState());
    const { bulk, intents } = await readState();
    expect([bulk?.total, intents.size]).toEqual([62, 62]);
    expect(intents.get(refOf(sessions[60] as Session))?.dueAtMs).toBe(NOW + 65_000);
    await undoAll(await readState());
    expect((await readState()).intents.size).toBe(0);
  });

  test('can be done one by one', async () => {
    if (!first) throw new Error('there are sessions');
    await askAll();
    await undo(first);
    expect((await readState()).intents.size).toBe(299);
  });
});

test('a bulk that was told of goes, and its wishes stay', async () => {
  await askAll();
  await dismissBulk();
  const { bulk, intents } = await readState();
  expect([bulk, intents.size]).toEqual([null, 300]);
});
