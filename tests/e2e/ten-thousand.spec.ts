/* Ten thousand sessions: all are counted, each is within reach, and a filter spares the API. */
import { closeSettings } from './close-settings.ts';
import {
  expect,
  expectBadge,
  expectEnded,
  idOf,
  type Journey,
  listOf,
  liveRows,
  rowCount,
  saveKey,
  test,
  type View,
} from './journey.ts';

const MANY = 10_000;
/** Fifty pages have to be read, and a shared machine takes its time. */
const AT_LENGTH = 40_000;

test('ten thousand sessions: the last one is seen and ended, and any is found', async ({
  setOut,
}) => {
  test.slow();
  const journey = await setOut({ sessions: MANY, plan: 'enterprise', minutesLeft: [20, 29] });
  const { sandbox, browser } = journey;
  const welcome = await browser.openPopup();
  await saveKey(welcome, sandbox.keys.full);
  await expectBadge(journey, '10k', AT_LENGTH);
  await welcome.close();
  await leaveRoundsToThePopup(journey);

  const popup = await browser.openPopup();
  await listOf(popup, { timeoutMs: AT_LENGTH });
  expect(await rowCount(popup)).toBe(MANY);
  expect(await popup.text()).toContain('10,000 active sessions');
  const shown = (await liveRows(popup)).length;
  expect(shown).toBeGreaterThan(5);
  expect(shown, 'rows in the page').toBeLessThan(100);

  const last = await endLast(journey, popup);
  await findAndEnd(journey, popup, last);
  await expectBadge(journey, '9.9k', AT_LENGTH);
  await watchRegion(journey, popup);

  const stored = JSON.stringify(await browser.storage('local'));
  expect(stored.length, 'Chromium keeps 10 MB').toBeLessThan(9_000_000);
  expect(stored).toContain('traces:residential');
  expect(await popup.find('alert')).toEqual([]);
});

/** Rounds by the clock read all pages, whatever a popup looks at. */
async function leaveRoundsToThePopup({ browser }: Journey): Promise<void> {
  const options = await browser.openPage('options.html');
  await (await options.get('radio', 'Every 15 min')).click();
  await closeSettings(options);
}

/** Goes to the very last row and ends it by a click. */
async function endLast(journey: Journey, popup: View): Promise<string> {
  await popup.press('j');
  await popup.press('End');
  await expect
    .poll(async () => (await popup.focused())?.attribute('aria-rowindex'))
    .toBe(String(MANY + 1));
  const [button] = await popup.find('button', /^Terminate /, await popup.focused());
  const id = idOf(button);
  expect(journey.sandbox.world.sessions().map((session) => session.id)).toContain(id);
  await button?.click();
  await expectEnded(journey, [id], AT_LENGTH);
  await popup.get('row', /Ended by you/, undefined, { timeoutMs: AT_LENGTH });
  return id;
}

/** Finds one somewhere in the middle by its id, and ends it without the mouse. */
async function findAndEnd(journey: Journey, popup: View, last: string): Promise<void> {
  const elsewhere = journey.sandbox.world.sessions().filter(({ region }) => region !== 'us');
  const id = elsewhere[Math.floor(elsewhere.length / 2)]?.id ?? '';
  await popup.press('/');
  await popup.type(`id:${id}`);
  await expect.poll(() => rowCount(popup), { timeout: AT_LENGTH }).toBe(1);
  expect(await popup.text()).toContain('1 of 9,999');
  await popup.press('Enter');
  await expect.poll(async () => (await popup.focused())?.role).toBe('row');
  await popup.press('x');
  await expectEnded(journey, [last, id], AT_LENGTH);
}

/** While somebody looks at one region of a long list, the rest of it is not asked for. */
async function watchRegion({ sandbox }: Journey, popup: View): Promise<void> {
  const count = sandbox.world.sessions().filter(({ region }) => region === 'us').length;
  // With the mouse over the list a newcomer would wait to be let in.
  await (await popup.get('button', 'Refresh')).hover();
  await popup.press('/');
  await popup.type('region:us');
  await expect.poll(() => rowCount(popup), { timeout: AT_LENGTH }).toBe(count);
  const asked = () =>
    sandbox.journal.requests('list').filter(({ product }) => product === 'residential');
  const isNarrowed = ({ query }: { query: Record<string, string> }) => query.region === 'us';
  await expect.poll(() => asked().some(isNarrowed), { timeout: AT_LENGTH }).toBe(true);

  sandbox.journal.clear();
  sandbox.world.add('residential', { region: 'us' });
  await expect.poll(() => rowCount(popup), { timeout: AT_LENGTH }).toBe(count + 1);
  expect(asked().length).toBeGreaterThan(0);
  expect(asked().every(isNarrowed), 'only that region is asked for').toBe(true);
  expect(await popup.text()).toContain('9,999 active sessions');
}
