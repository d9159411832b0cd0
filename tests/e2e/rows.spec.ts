/* Being at the rows of the list: they stay put, obey the keyboard alone, have a menu of their own, and
 * can be marked. */
import type { Session } from '../sandbox/session.ts';
import {
  connect,
  expect,
  expectBadge,
  expectEnded,
  inChromiumOnly,
  type Journey,
  press,
  test,
  type View,
} from './journey.ts';
import { addStill, expectFocus, filterBox, filterBy, rowOf, shownIds } from './list.ts';

test('rows stay put under the pointer, and those that end stay in place and say how', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 0 });
  const { sandbox, browser } = journey;
  const add = (session_id: string, mb: number, wish = {}) =>
    addStill(sandbox, { session_id, mb, ...wish });
  add('steady', 6000);
  const mine = add('mine', 5000);
  const again = add('again', 4500);
  const away = add('away', 4000);
  add('short', 3500, { secondsLeft: 20 });
  const climber = add('climber', 1, { bytesPerSecond: 300_000_000 });
  sandbox.world.keepRunning('residential', again.id, { afterMs: 1_000 });
  const names = ['steady', 'mine', 'again', 'away', 'short', 'climber'];
  const order = async (popup: View) => {
    const rows = (await popup.find('row')).map(({ name }) => name);
    return rows.flatMap((row) => names.find((name) => row.includes(name)) ?? []);
  };
  let popup = await connect(journey);
  await expect.poll(() => order(popup)).toEqual(names);

  await press(popup, /^Terminate mine/);
  await press(popup, /^Terminate again/);
  sandbox.world.terminate('residential', away.id);
  add('late1', 200);
  add('late2', 100);
  await expect.poll(() => sandbox.journal.requests('delete').length, { timeout: 15_000 }).toBe(2);
  await browser.clickMenu('refresh');
  await popup.get('row', /away.*Gone before its time: ended elsewhere/);
  await popup.get('row', /mine.*Ended by you/);
  await popup.get('row', /again.*Ended by you · came back as ses_/, undefined, {
    timeoutMs: 15_000,
  });
  await popup.get('row', /short.*Expired/, undefined, { timeoutMs: 25_000 });
  for (const name of ['mine', 'again', 'away', 'short']) {
    expect(await (await rowOf(popup, name)).attribute('data-fate')).toBe('ended');
  }
  // It has more than any other by now, and still stands last.
  const climbed = async () => (await rowOf(popup, 'climber')).text();
  await expect.poll(climbed, { timeout: 30_000 }).toMatch(/([7-9]|\d\d)\.\d+ GB(?!\/min)/);
  expect(await order(popup)).toEqual(names);
  expect(await popup.find('row', /late/)).toEqual([]);

  const back = sandbox.world.sessions().find(({ session_id }) => session_id === again.session_id);
  await press(popup, '3 new');
  await popup.get('row', /late2/);
  const returned = await popup.get('row', new RegExp(`Terminate again.*${back?.id}`));
  await popup.get('img', /^Came back after \d sec with a new IP: its client is still/, returned);
  expect((await shownIds(popup))[0], 'in order again').toBe(climber.id);
  expect(await popup.find('row', /Ended by you|Gone before|Expired/)).toHaveLength(4);

  await popup.close();
  popup = await browser.openPopup();
  await popup.get('row', /Terminate again/);
  expect(await popup.find('row', /Ended by you|Gone before|Expired/)).toEqual([]);
  expect(sandbox.journal.requests('delete').map(({ id }) => id)).toEqual([mine.id, again.id]);
});

/** Sessions `job01`, `job02` …, in the order of the list. */
function addJobs({ sandbox }: Journey, count: number): Session[] {
  return Array.from({ length: count }, (_, n) =>
    addStill(sandbox, { mb: 900 - n, session_id: `job${String(n + 1).padStart(2, '0')}` }),
  );
}

test('keys alone: move, open, mark, end, undo, copy, protect, menu, help', async ({ setOut }) => {
  const journey = await setOut({ sessions: 0 });
  const { sandbox, browser } = journey;
  const jobs = addJobs(journey, 30);
  const popup = await connect(journey);
  const hit = async (...keys: string[]) => {
    for (const key of keys) await popup.press(key);
  };
  const isAt = (name: string) => expectFocus(popup, 'row', name);

  await hit('/');
  await expectFocus(popup, 'combobox', 'Filter');
  await popup.type('job');
  await hit('Enter');
  await isAt('job01');
  await hit('/', 'Delete', 'Escape', 'Escape');
  expect(await (await filterBox(popup)).value()).toBe('');
  await isAt('job01');
  await hit('j', 'ArrowDown', 'j', 'k');
  await isAt('job03');
  await hit('ArrowUp');
  await isAt('job02');
  await hit('End');
  await isAt('job30');
  await hit('Home');
  await isAt('job01');
  await hit('PageDown');
  await isAt('job(0[4-9]|1\\d)');
  await hit('PageUp');
  await isAt('job01');

  await hit('j', 'Enter');
  await popup.get('heading', 'job02');
  await hit('Escape');
  await popup.gone('heading', 'job02');
  await isAt('job02');

  await hit(' ', 'Shift+ArrowDown', 'Shift+ArrowDown');
  await isAt('job04');
  await expect.poll(() => popup.text()).toContain('3 marked');
  await hit('Escape', 'a');
  await expect.poll(() => popup.text()).toContain('30 marked');
  await hit('a');
  await popup.gone('button', 'Clear marks');

  await hit('x');
  await popup.get('button', /^Undo ending job04/);
  await hit('u');
  await popup.get('button', /^Terminate job04/);
  await expectBadge(journey, '30');
  const asked = sandbox.journal.requests('list').length;
  await hit('r');
  await expect.poll(() => sandbox.journal.requests('list').length).toBe(asked + 2);
  await hit('c');
  await expect
    .poll(() => browser.clipboard())
    .toBe('helo_shop-type-res-region-us-session-job04-sesstime-30');
  await isAt('job04');

  await hit('p');
  await popup.get('img', /^Protected/);
  await hit('x');
  await popup.get('dialog', 'job04 is protected. End it anyway?');
  await hit('Escape');
  await popup.gone('dialog');
  await isAt('job04');
  await hit('p');
  await popup.gone('img', /^Protected/);
  await hit('m');
  await expectFocus(popup, 'menuitem', 'Details');
  await hit('Escape');
  await isAt('job04');
  await hit('?');
  await popup.get('dialog', 'Keys');
  await hit('Escape');
  await popup.gone('dialog');
  await isAt('job04');

  await hit('x');
  await expectEnded(journey, [jobs[3]?.id ?? '']);
  await popup.get('row', /job04.*Ended by you/);
  await isAt('job04');
});

test('the keyboard is never lost: its row expires, is gone, is filtered out', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 0 });
  const { sandbox } = journey;
  const [, , third] = addJobs(journey, 6);
  addStill(sandbox, { mb: 1, session_id: 'short', secondsLeft: 14 });
  const popup = await connect(journey);
  await popup.press('End');
  await popup.press('End');
  await expectFocus(popup, 'row', 'short');
  await popup.get('row', /short.*Expired/, undefined, { timeoutMs: 20_000 });
  await expectFocus(popup, 'row', 'short.*Expired');

  await popup.press('Home');
  await popup.press('j');
  await popup.press('j');
  await expectFocus(popup, 'row', 'job03');
  sandbox.world.terminate('residential', third?.id ?? '');
  await popup.press('r');
  await expectFocus(popup, 'row', 'job03.*Gone before its time');
  await popup.press('j');
  await expectFocus(popup, 'row', 'job04');
  await filterBy(popup, '-session:job04');
  await expectFocus(popup, 'row', 'job05');
  await popup.press('k');
  await expectFocus(popup, 'row', 'job03');
  await filterBy(popup, 'session:job01');
  await expectFocus(popup, 'row', 'job01');
});

test('the menu of a row, by right click and by its key, acts on that row alone', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 0 });
  const { browser } = journey;
  const jobs = addJobs(journey, 5);
  const popup = await connect(journey);
  const choose = async (name: string, item: string) => {
    await (await rowOf(popup, name)).rightClick();
    await (
      await popup.get('menuitem', item, await popup.get('menu', `Actions for ${name}`))
    ).click();
    await popup.gone('menu');
  };

  await choose('job02', 'Copy curl line');
  await expect
    .poll(() => browser.clipboard())
    .toBe(
      "curl -x http://gate.helodata.io:7777 -U 'helo_shop-type-res-region-us-session-job02-sesstime-30:PASSWORD' https://example.com/",
    );
  await choose('job03', 'Copy JSON');
  await expect.poll(async () => (await browser.clipboard()).slice(0, 1)).toBe('{');
  const { status: _, ...told } = jobs[2] as Session;
  expect(JSON.parse(await browser.clipboard())).toEqual(told);
  await choose('job04', 'Protect job04');
  await popup.get('img', /^Protected/, await rowOf(popup, 'job04'));
  expect(await popup.find('img', /^Protected/)).toHaveLength(1);

  await (await rowOf(popup, 'job05')).rightClick();
  await popup.get('menu', 'Actions for job05');
  await popup.press('Escape');
  await popup.gone('menu');
  await expectFocus(popup, 'row', 'job05');
  await popup.press('k');
  await popup.press('ContextMenu');
  await popup.get('menu', 'Actions for job04');
  await popup.press('End');
  await expectFocus(popup, 'menuitem', 'Terminate');
  await popup.press('Escape');
  await popup.gone('menu');
  await expectFocus(popup, 'row', 'job04');
  await popup.press('k');
  await popup.press('ContextMenu');
  await popup.press('End');
  await expectFocus(popup, 'menuitem', 'Terminate');
  await popup.press('Enter');
  await choose('job01', 'Terminate');
  await expectEnded(journey, [jobs[2]?.id ?? '', jobs[0]?.id ?? '']);
});

test(
  'marks by key, by range, all at once; one on a row that ends or is hidden is dropped, visibly',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 0 });
    const { sandbox } = journey;
    const jobs = addJobs(journey, 12);
    const popup = await connect(journey);
    const says = (words: string) => expect.poll(() => popup.text()).toContain(words);
    const mark = async (name: string) => popup.get('checkbox', `Mark ${name}`);

    await (await mark('job03')).click();
    await says('1 marked');
    await (await mark('job06')).click({ modifiers: ['Shift'] });
    await says('4 marked · 3.59 GB');
    for (const [name, isMarked] of Object.entries({ job02: false, job04: true, job07: false })) {
      expect(await (await mark(name)).checked(), name).toBe(isMarked);
    }
    await (await rowOf(popup, 'job08')).click({ modifiers: ['Shift'] });
    await says('6 marked');
    await popup.press('j');
    await popup.press(' ');
    await says('7 marked');
    await popup.press(' ');
    await says('6 marked');

    sandbox.world.terminate('residential', jobs[3]?.id ?? '');
    await press(popup, 'Refresh');
    await says('5 marked');
    await says('1 mark dropped, since its session has ended.');
    await filterBy(popup, '-session:job05 -session:job06');
    await says('3 marked');
    await says('2 marks dropped, since their sessions are no longer shown.');
    await press(popup, 'Clear filter');
    await popup.press('Escape');
    await says('3 marked');

    await (await popup.get('checkbox', 'Mark all shown')).click();
    await says('11 marked');
    // Screen readers are told a little later.
    await expect.poll(() => popup.text()).not.toContain('dropped');
    await (await popup.get('checkbox', 'Mark all shown')).click();
    await popup.gone('button', 'Clear marks');
    await filterBy(popup, 'session=job09');
    await (await popup.get('checkbox', 'Mark all shown')).click();
    await says('1 marked');
    await press(popup, 'End 1 marked');
    await (await popup.get('button', 'End 1')).click();
    await expect
      .poll(() => sandbox.journal.requests('delete').map(({ id }) => id), { timeout: 15_000 })
      .toEqual([jobs[8]?.id]);
  },
);
