/* Acting on many sessions: exactly those are ended that a person has seen and confirmed, each once,
 * whatever comes, goes, fails or dies meanwhile. */
import type { Session } from '../sandbox/session.ts';
import {
  expectAllEnded,
  expectText,
  filterBy,
  LOGINS,
  lasting,
  pickFromRow,
  rowOf,
  sentIds,
} from './at-the-list.ts';
import {
  chooseUndo,
  connect,
  expect,
  expectBadge,
  type Found,
  inChromiumOnly,
  type Journey,
  press,
  rowCount,
  stored,
  test,
  type View,
} from './journey.ts';

test(
  'what is filtered, marked and confirmed is ended, each once, and nothing else',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 3, minutesLeft: [20, 29] });
    const { sandbox, browser } = journey;
    const { world } = sandbox;
    const job = (session_id: string, wish = {}) =>
      world.add('residential', lasting(sandbox, { session_id, ...wish }));
    const aimed = [1, 2, 3].map((n) => job(`job${n}`, { bytes_used: n * 10_000_000 }));
    const busy = job('job4', { bytes_used: 40_000_000, bytesPerSecond: 5_000 });
    job('jobdying', { secondsLeft: 30 });
    job('jobkept');
    for (const session_id of ['joblogin1', 'joblogin2']) {
      world.add('mobile', lasting(sandbox, { session_id, subuser: LOGINS }));
    }
    const popup = await connect(journey);
    await filterBy(popup, 'job');
    await pickFromRow(popup, 'jobkept', 'Protect jobkept');
    await pickFromRow(popup, 'joblogin1', 'Protect all of logins');
    await popup.get('img', /^Protected/, await rowOf(popup, 'jobkept'));
    await popup.get('img', /^Its sub-user is protected/, await rowOf(popup, 'joblogin2'));
    // Two lists in one second may find the same figures.
    const bytesOfBusy = () => world.sessions().find(({ id }) => id === busy.id)?.bytes_used ?? 0;
    const listed = bytesOfBusy();
    await expect.poll(bytesOfBusy).toBeGreaterThan(listed);
    await popup.press('r');
    await popup.get('row', /\bjob4\b.*[1-9]\d*(\.\d+)? [kM]B\/min/);

    await popup.press('a');
    await popup.get('button', 'End 8 marked');
    job('jobnew1');
    await popup.press('r');
    await popup.get('button', '1 new');
    await popup.press('x');
    const sheet = await popup.get('dialog', 'End 5 sessions?');
    expect((await popup.focused())?.name).toBe('Cancel');
    const named = await (await popup.get('list', /going to be ended/, sheet)).text();
    for (const { session_id } of [...aimed, busy]) expect(named).toContain(session_id);
    expect(named).not.toMatch(/kept|login|new/);
    const words = await sheet.text();
    expect(words).toMatch(/101 MB used so far\. 1 is busy\./);
    expect(words).toMatch(/3 are protected and skipped: .*jobkept/);

    job('jobnew2');
    await browser.clickMenu('refresh');
    await expectBadge(journey, '13');
    await popup.get('dialog', 'End 4 sessions?', undefined, { timeoutMs: 40_000 });
    await expectText(popup, '1 has ended meanwhile.');
    await popup.press('Enter');
    await popup.gone('dialog');
    await expectText(popup, '1 mark dropped, since its session has ended.');
    await press(popup, 'End 7 marked');
    await press(popup, 'End 4');
    await expectText(popup, 'Ending 4 sessions: 4 waiting');
    expect(sentIds(journey)).toEqual([]);

    await expectAllEnded(
      journey,
      [...aimed, busy].map(({ id }) => id),
    );
    await expectText(popup, 'Done: 4 ended');
    await press(popup, 'Dismiss');
    await popup.gone('progressbar');
    await expectBadge(journey, '8');
    expect(sentIds(journey)).toHaveLength(4);
    expect(world.sessions()).toHaveLength(8);
  },
);

test(
  'more than 50, and all, want the number; undo sends nothing, and Stop keeps the rest',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 90, minutesLeft: [20, 29], plan: 'enterprise' });
    const { sandbox } = journey;
    const popup = await connect(journey);
    await filterBy(popup, 'product:residential');
    await expect.poll(() => rowCount(popup)).toBe(60);
    await popup.press('a');
    await popup.press('x');
    await expectText(popup, 'These are more than 50.');
    await type(popup, '6', 60);
    await popup.get('dialog', 'End 60 sessions?');
    await type(popup, '60', 60);
    await press(popup, /^Undo all/);
    await expectText(popup, 'Done: 60 not ended');
    await press(popup, 'Dismiss');
    await expectBadge(journey, '90');

    // The first two fail, the others are slow enough to be stopped half-way.
    sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 500, times: 2 });
    sandbox.faults.inject({ endpoint: 'delete', kind: 'latency', ms: 200 });
    await filterBy(popup, '');
    await expect.poll(() => rowCount(popup)).toBe(90);
    await popup.press('a');
    await popup.press('x');
    await expectText(popup, 'These are all that can be ended.');
    await type(popup, '90', 90);
    await expectText(popup, /Ending 90 sessions: [1-9]\d? ended, \d+ waiting, 2 failed/, 30_000);
    const failures = await popup.find('listitem');
    const told = await Promise.all(failures.map((each) => each.text()));
    expect(told.filter((text) => /Not ended yet.*a fault \(500\)/.test(text))).toHaveLength(2);
    await press(popup, 'Stop');
    await expectText(popup, /Done: \d+ ended, \d+ not ended/);
    // For the one that was under way Stop came too late: it has been counted as a try.
    const tries = async () =>
      Object.keys(await journey.browser.storage('local')).filter((key) =>
        key.startsWith('attempt:'),
      );
    await expect.poll(tries, { timeout: 30_000 }).toEqual([]);
    const ended = sandbox.world.endings.length;
    expect(ended).toBeLessThan(80);
    await expectText(popup, `Done: ${ended} ended, ${90 - ended} not ended`);
    await expectBadge(journey, String(90 - ended));
    // A later wish goes through, so whatever had not been stopped would have gone out by then.
    sandbox.faults.clear();
    await press(popup, 'Dismiss');
    const [left] = sandbox.world.sessions();
    await filterBy(popup, `id:${left?.id}`);
    await press(popup, new RegExp(`^Terminate .*${left?.id}`));
    await expect.poll(() => sandbox.world.endings.length, { timeout: 15_000 }).toBe(ended + 1);
    expect(sandbox.world.endings.at(-1)?.id).toBe(left?.id);
  },
);

/** Confirms with a number; a wrong one leaves the sheet and sends nothing. */
async function type(popup: View, number: string, count: number): Promise<void> {
  await (await popup.get('textbox', `Type ${count} to confirm`)).fill(number);
  const button = await popup.get('button', `End ${count}`);
  expect(await button.attribute('aria-disabled')).toBe(String(number !== String(count)));
  await popup.press('Enter');
}

test('many are ended once each, though popup and worker die in the middle', async ({ setOut }) => {
  const journey = await setOut({ sessions: 20, minutesLeft: [20, 29], plan: 'enterprise' });
  const { sandbox, browser } = journey;
  const ids = sandbox.world.sessions().map(({ id }) => id);
  await chooseUndo(journey, 'Off');
  const popup = await connect(journey);
  // Each acts at once and is answered late, so that one is under way whenever the worker dies.
  sandbox.faults.inject({ endpoint: 'delete', kind: 'latency', ms: 300, when: 'after' });
  await expect.poll(() => rowCount(popup)).toBe(20);
  await popup.press('a');
  await popup.press('x');
  await type(popup, '20', 20);
  await expect.poll(() => sentIds(journey).length).toBeGreaterThanOrEqual(4);
  await browser.killBackground();
  await popup.close();
  const before = sentIds(journey).length;
  expect(before).toBeLessThan(20);

  const again = await browser.openPopup();
  await expectText(again, /Ending 20 sessions: \d+ ended, \d+ waiting/);
  await expectAllEnded(journey, ids);
  await expectText(again, 'Done: 20 ended');
  expect(sandbox.journal.requests('delete').every(({ acted }) => acted)).toBe(true);
  await expectBadge(journey, '');
});

test(
  'a protected session asks first, by whatever way, until it is protected no more',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 4, minutesLeft: [20, 29] });
    const { sandbox, browser } = journey;
    const kept = sandbox.world.add('residential', lasting(sandbox, { session_id: 'keepme' }));
    const item = `terminate:residential:${kept.id}`;
    await chooseUndo(journey, 'Off');
    const first = await connect(journey);
    await (await first.get('checkbox', 'Mark keepme')).click();
    await first.press('Escape');
    await first.press('p');
    await first.get('img', /^Protected/, await rowOf(first, 'keepme'));
    await first.close();

    // Greyed out in the toolbar's menu, a click on it does nothing even if it comes.
    await browser.clickMenu(item);
    const popup = await browser.openPopup();
    await popup.get('img', /^Protected/, await rowOf(popup, 'keepme'));
    await press(popup, /^Terminate keepme/);
    await popup.get('dialog', 'keepme is protected. End it anyway?');
    expect((await popup.focused())?.name).toBe('Cancel');
    await popup.press('Enter');
    await popup.gone('dialog');
    await pickFromRow(popup, 'keepme', 'Terminate');
    await press(popup, 'Cancel');
    expect(sentIds(journey)).toEqual([]);
    await popup.press('x');
    await press(popup, 'End it');
    await expectAllEnded(journey, [kept.id]);

    // The protection of another one is removed, and one click ends it.
    const other = sandbox.world.add('residential', lasting(sandbox, { session_id: 'onceKept' }));
    await popup.press('r');
    await press(popup, '1 new');
    await pickFromRow(popup, 'onceKept', 'Protect onceKept');
    await popup.get('img', /^Protected/, await rowOf(popup, 'onceKept'));
    await pickFromRow(popup, 'onceKept', 'Stop protecting onceKept');
    await press(popup, /^Terminate onceKept/);
    await expectAllEnded(journey, [kept.id, other.id]);
  },
);

test(
  'the read-only lock keeps every way shut, and unlocking sends nothing',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 5, minutesLeft: [20, 29] });
    const { sandbox, browser } = journey;
    const [session] = sandbox.world.sessions();
    const item = `terminate:${session?.product}:${session?.id}`;
    await chooseUndo(journey, '20 s');
    const first = await connect(journey);
    await expect.poll(() => browser.hasMenuItem(item)).toBe(true);
    await press(first, new RegExp(`^Terminate .*${session?.id}$`));
    await first.get('button', /^Undo/);
    await first.close();
    await lock(journey);
    await expect.poll(() => browser.hasMenuItem(item)).toBe(false);

    const popup = await browser.openPopup();
    await expectText(popup, /Not ended: The read-only lock is on/, 30_000);
    for (const button of await popup.find('button', /^Terminate /)) await expectOff(button);
    await popup.press('j');
    await popup.press('x');
    await press(popup, /^Terminate /);
    await popup.press('a');
    await expectOff(await popup.get('button', 'End 5 marked'));
    await popup.press('x');
    expect(await popup.find('dialog')).toEqual([]);
    await popup.press('m');
    await expectOff(await popup.get('menuitem', 'Terminate'));
    await popup.close();
    await expectBadge(journey, '5');

    await lock(journey);
    await chooseUndo(journey, 'Off');
    const again = await browser.openPopup();
    const other = sandbox.world.sessions().at(-1) as Session;
    await press(again, new RegExp(`^Terminate .*${other.id}$`));
    await expectAllEnded(journey, [other.id]);
  },
);

/** Turns the lock on, or off. */
async function lock(journey: Journey): Promise<void> {
  const options = await journey.browser.openPage('options.html');
  const box = await options.get('checkbox', /^Read-only/);
  const was = await box.checked();
  await box.click();
  await expect.poll(() => stored(journey.browser, 'settings')).toMatchObject({ isLocked: !was });
  await options.close();
}

async function expectOff(button: Found): Promise<void> {
  expect(await button.attribute('aria-disabled')).toBe('true');
}
