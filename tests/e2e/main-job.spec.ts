/* The main job in a real browser: key → list → badge → terminate. */
import {
  connect,
  expect,
  expectBadge,
  expectEnded,
  idOf,
  liveRows,
  press,
  rowCount,
  test,
} from './journey.ts';

test('save a key, see the sessions, undo an end, end one with one click', async ({ setOut }) => {
  const journey = await setOut({ sessions: 24 });
  const { sandbox, browser } = journey;
  await expectBadge(journey, 'key');
  const popup = await connect(journey);

  await expect.poll(() => rowCount(popup)).toBe(24);
  await expect.poll(() => liveRows(popup)).toHaveLength(24);
  const text = await popup.text();
  for (const session of sandbox.world.sessions()) expect(text).toContain(session.session_id);
  expect(await popup.text()).toContain('24 active sessions');
  expect(text).toContain('ops@example.com');
  await expectBadge(journey, '24');

  const [other] = await popup.find('button', /^Terminate /);
  await other?.click();
  await press(popup, /^Undo/);
  await popup.get('button', other?.name);
  await expectBadge(journey, '24');

  // This end goes through, so the undone one would have gone out by then.
  const target = sandbox.world.sessions('mobile').at(-1);
  if (!target) throw new Error('the sandbox has mobile sessions');
  const name = new RegExp(`^Terminate ${target.session_id}\\b.*${target.id}`);
  await press(popup, name);
  await popup.get('button', new RegExp(`^Undo.*${target.id}`));
  // A session counts until helodata has confirmed its end.
  await expectBadge(journey, '24');
  expect(await popup.text()).toContain('24 active sessions');
  expect(sandbox.journal.requests('delete')).toEqual([]);

  await expectEnded(journey, [target.id]);
  await popup.gone('button', new RegExp(target.id));
  await expect.poll(() => liveRows(popup)).toHaveLength(23);
  await popup.get('row', new RegExp(`${target.session_id}.*Ended by you`));
  expect(await popup.text()).toContain('23 active sessions');
  await expect.poll(async () => (await browser.badge()).title).toContain('23 active sessions');

  // And it stays so once the list was read again.
  await press(popup, 'Refresh');
  await expect.poll(() => sandbox.journal.requests('list').length).toBeGreaterThan(3);
  await expectBadge(journey, '23');
  expect(await popup.html()).not.toContain(sandbox.keys.full);
});

test('end one from the toolbar icon’s menu', async ({ setOut }) => {
  const journey = await setOut({ sessions: 30 });
  const popup = await connect(journey);
  await expectBadge(journey, '30');
  await popup.close();

  const byBytes = journey.sandbox.world
    .sessions()
    .sort((a, b) => b.bytes_used - a.bytes_used)
    .map(({ product, id }) => ({ id, item: `terminate:${product}:${id}` }));
  const [first, ...others] = byBytes;
  if (!first) throw new Error('the sandbox has sessions');
  await expect.poll(() => journey.browser.hasMenuItem(first.item)).toBe(true);
  expect(await journey.browser.hasMenuItem(others.at(-1)?.item ?? '')).toBe(false);

  await journey.browser.clickMenu(first.item);
  await expectEnded(journey, [first.id]);
  await expectBadge(journey, '29');
  await expect.poll(() => journey.browser.hasMenuItem(first.item)).toBe(false);
  await journey.browser.clickMenu('refresh');
  await expect.poll(() => journey.sandbox.journal.requests('list').length).toBe(4);
  await expectBadge(journey, '29');
});

test('a popup that closes in the instant of the click loses nothing, however busy the disk', async ({
  setOut,
}) => {
  const journey = await setOut();
  const popup = await connect(journey);
  const [button] = await popup.find('button', /^Terminate /);
  const name = JSON.stringify(button?.name);
  const all = `[...document.querySelectorAll('button')]`;
  const act = `(() => {
    chrome.storage.local.set({ junk: 'x'.repeat(4_000_000) });
    ${all}.find(({ ariaLabel }) => ariaLabel === ${name}).click();
    window.close();
  })()`;
  await popup.evaluate(act).catch(() => {}); // who asked may be gone before the answer
  await expect.poll(() => popup.isOpen()).toBe(false);
  await expectEnded(journey, [idOf(button)]);
  await expectBadge(journey, '23');
});

test('a worker that is killed right after the click loses nothing', async ({ setOut }) => {
  const journey = await setOut();
  const popup = await connect(journey);
  const [button] = await popup.find('button', /^Terminate /);
  await button?.click();
  await journey.browser.killBackground();
  await popup.close();
  // The browser lets an alarm ring half a minute later at the earliest.
  await expectEnded(journey, [idOf(button)], 60_000);
  await expectBadge(journey, '23');
});

test('450 sessions over three pages: all counted, all within reach', async ({ setOut }) => {
  const journey = await setOut({ sessions: 450, minutesLeft: [20, 29] });
  const popup = await connect(journey);
  await expectBadge(journey, '450');
  const pages = journey.sandbox.journal.requests('list').filter(({ query }) => query.cursor);
  expect(pages.length).toBeGreaterThanOrEqual(1);
  await expect.poll(() => rowCount(popup)).toBe(450);
  await popup.press('j');
  await popup.press('End');
  const [least] = journey.sandbox.world.sessions().sort((a, b) => a.bytes_used - b.bytes_used);
  const last = await popup.get('button', new RegExp(`^Terminate .*${least?.id}$`));
  await last.click();
  await expectEnded(journey, [least?.id ?? '']);
  await expectBadge(journey, '449');
});

test('the number follows by itself, with the popup closed and the worker asleep', async ({
  setOut,
}) => {
  const journey = await setOut();
  await (await connect(journey)).close();
  await expectBadge(journey, '24');
  journey.sandbox.world.add('mobile', {});
  await journey.browser.killBackground();
  await expectBadge(journey, '25', 80_000);
});
