/* What a person is told of while they do something else: each cause once, and what a click does. */
import {
  connect,
  expect,
  expectBadge,
  inChromiumOnly,
  type Journey,
  listOf,
  stored,
  test,
  type View,
} from './journey.ts';
import { addStill, rowOf } from './list.ts';

/** Turns it on in the settings; `then` while they are open. */
async function watch(journey: Journey, then = async (_: View) => {}): Promise<void> {
  const options = await journey.browser.openPage('options.html');
  await (await options.get('switch', 'Tell me when…')).click();
  // What holds before the background has noted that it watches is no news.
  await expect.poll(() => stored(journey.browser, 'notices')).toBeDefined();
  await then(options);
  await options.close();
}

/** All day, from an hour to the same. The fields for a time of day are the browser's own. */
async function beQuiet(options: View, isOn: boolean): Promise<void> {
  const quiet = `{ isOn: ${isOn}, fromMin: 0, toMin: 0 }`;
  await options.evaluate(`chrome.storage.local.get('watching').then(({ watching }) =>
    chrome.storage.local.set({
      watching: JSON.stringify({ ...JSON.parse(watching), quiet: ${quiet} }),
    }))`);
}

/** Without the instant that makes each one's id its own. */
const nameOf = ({ id }: { id: string }) => id.replace(/@\d+$/, '');

const notified = async ({ browser }: Journey) => (await browser.notifications()).map(nameOf);

/** Clicks on the last of these names. */
async function clickNotification({ browser }: Journey, name: string): Promise<void> {
  const shown = await browser.notifications();
  await browser.clickNotification(shown.findLast((each) => nameOf(each) === name)?.id ?? name);
}

/** Waits until these were shown, in whatever order, and nothing else. */
async function expectNotified(journey: Journey, ids: string[], timeout = 20_000): Promise<void> {
  await expect
    .poll(async () => (await notified(journey)).sort(), { timeout })
    .toEqual([...ids].sort());
}

/** Has the lists read once more, and waits for that. Nobody looks meanwhile: an open popup shows
 * what was noticed, and so takes the dot away. */
async function refresh({ browser, sandbox }: Journey): Promise<void> {
  const lists = () => sandbox.journal.requests('list').length;
  const before = lists();
  await browser.clickMenu('refresh');
  await expect.poll(lists, { timeout: 15_000 }).toBeGreaterThanOrEqual(before + 2);
}

test('each cause is told once of a session, and a click opens that', async ({ setOut }) => {
  const journey = await setOut({ sessions: 0 }, { hasSaidYes: true });
  const { browser, sandbox } = journey;
  const { world } = sandbox;
  const mover = addStill(sandbox, { session_id: 'mover', mb: 3 });
  const before = addStill(sandbox, { session_id: 'before', mb: 900 });
  const chosen = addStill(sandbox, { session_id: 'chosen', mb: 2, secondsLeft: 330 });
  await (await connect(journey)).close();
  await watch(journey);

  const popup = await browser.openPopup();
  await listOf(popup);
  await (await rowOf(popup, 'chosen')).rightClick();
  await (await popup.get('menuitem', 'Tell me before it ends')).click();
  await popup.close();
  world.repin('residential', mover.id);
  world.repin('residential', before.id);
  const glutton = addStill(sandbox, { session_id: 'glutton', mb: 600 });
  const runaway = world.add('residential', { session_id: 'runaway', bytesPerSecond: 3_000_000 });
  const ids = [
    `notice:moved:residential:${mover.id}`,
    `notice:moved:residential:${before.id}`,
    `notice:bytes:residential:${glutton.id}`,
    `notice:rate:residential:${runaway.id}`,
    `notice:ending:residential:${chosen.id}`,
  ];
  await refresh(journey);
  // The rate takes another list, and the end comes nearer by itself.
  await refresh(journey);
  await expectNotified(journey, ids, 60_000);
  await expectBadge(journey, '•5');
  const shown = await browser.notifications();
  const now = world.session('residential', mover.id);
  expect(shown.find((each) => nameOf(each) === ids[0])).toMatchObject({
    title: 'mover: exit IP moved',
    message: expect.stringContaining(`${mover.exit_ip} → ${now?.exit_ip}`),
  });

  world.repin('residential', mover.id);
  await refresh(journey);
  await browser.killBackground();
  await refresh(journey);
  await expectNotified(journey, ids);

  await clickNotification(journey, `notice:moved:residential:${mover.id}`);
  const page = await browser.waitForPage('page.html');
  await page.get('heading', 'mover');
  await browser.killBackground();
  await clickNotification(journey, `notice:rate:residential:${runaway.id}`);
  await page.get('heading', 'runaway', undefined, { timeoutMs: 15_000 });
  // All of it can be seen there.
  await expectBadge(journey, '5');
});

test(
  'in quiet hours nothing pops up, nor later; a refused key does once, and leads to the settings',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 0 }, { hasSaidYes: true });
    const { browser, sandbox } = journey;
    const mover = addStill(sandbox, { session_id: 'mover', mb: 3 });
    await (await connect(journey)).close();
    await watch(journey, (options) => beQuiet(options, true));
    sandbox.world.repin('residential', mover.id);
    await refresh(journey);
    await expectBadge(journey, '•1');
    await expect
      .poll(async () => (await browser.badge()).title)
      .toMatch(/1 thing noticed since you looked\nmover: exit IP moved$/);

    const options = await browser.openPage('options.html');
    await beQuiet(options, false);
    await options.close();
    sandbox.faults.inject({ endpoint: '*', kind: 'status', status: 401 });
    await browser.clickMenu('refresh');
    await expectNotified(journey, ['notice:key']);
    await expectBadge(journey, '•key');
    const asked = sandbox.journal.entries().length;
    await browser.clickMenu('refresh');
    await expect.poll(() => sandbox.journal.entries().length).toBeGreaterThan(asked);
    await clickNotification(journey, 'notice:key');
    await (await browser.waitForPage('options.html')).get('heading', 'Settings');
    await expectNotified(journey, ['notice:key']);

    // Accepted for a while, and refused once more: what stands of the first must not hide the second.
    sandbox.faults.clear();
    await refresh(journey);
    await expectBadge(journey, '•1');
    sandbox.faults.inject({ endpoint: '*', kind: 'status', status: 401 });
    await browser.clickMenu('refresh');
    await expectNotified(journey, ['notice:key', 'notice:key']);
    const ids = (await browser.notifications()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  },
);

test('refused by the person, it is told by the dot alone', async ({ setOut }) => {
  const journey = await setOut({ sessions: 0 });
  const { browser, sandbox } = journey;
  const mover = addStill(sandbox, { session_id: 'mover', mb: 3 });
  await (await connect(journey)).close();
  await watch(journey, () => browser.dismissQuestion());
  sandbox.world.repin('residential', mover.id);
  await refresh(journey);
  await expectBadge(journey, '•1');
  expect(JSON.stringify(await stored(journey.browser, 'notices'))).toContain('mover');
  expect(await browser.notifications()).toEqual([]);
});
