/* Undo for as long as the view is open that a click was made in. */
import type { Intent } from '../../lib/store/schemas.ts';
import {
  chooseUndo,
  connect,
  expect,
  expectBadge,
  expectEnded,
  idOf,
  inFirefoxOnly,
  type Journey,
  liveRows,
  press,
  stored,
  test,
  type View,
} from './journey.ts';

// The browser’s alarm, which is waited for twice, takes half a minute. Outside of the tests, where the
// watchdog can read it.
test.setTimeout(180_000);

const HOLDERS = `navigator.locks.query().then(({ held }) =>
  held.filter(({ name }) => name.startsWith('view:')).length)`;

/** Asks to end the first session of the list that nobody has asked to end; gives its id. `open`: how many
 * views there are. Nobody clicks so soon after one is opened that it does not hold its lock yet, but a
 * driver does (lib/termination/hold.ts). */
async function endFirst(view: View, open = 1): Promise<string> {
  await expect.poll(() => view.evaluate<number>(HOLDERS)).toBe(open);
  const button = await view.get('button', /^Terminate /);
  await button.click();
  const id = idOf(button);
  await view.get('button', new RegExp(`^Undo ending .*${id}`));
  return id;
}

const sent = ({ sandbox }: Journey) => sandbox.journal.requests('delete').map(({ id }) => id);

test('an end waits until its popup is closed, and is kept however that goes', async ({
  setOut,
}) => {
  const journey = await setOut({}, { installedBefore: true });
  const { browser, sandbox } = journey;
  await chooseUndo(journey, 'Until I close it');
  let popup = await connect(journey);
  await expect.poll(() => liveRows(popup)).toHaveLength(24);
  const first = await endFirst(popup);
  const undone = await endFirst(popup);
  await expect.poll(() => popup.text()).toContain('2 end when this is closed');
  await expectBadge(journey, '24');
  await press(popup, new RegExp(`^Undo ending .*${undone}`));
  await expect.poll(() => popup.text()).toContain('1 ends when this is closed');
  const asked = sandbox.journal.requests('list').length;
  await press(popup, 'Refresh');
  await expect.poll(() => sandbox.journal.requests('list').length).toBe(asked + 2);
  await expectBadge(journey, '24');
  expect(sent(journey)).toEqual([]);
  await popup.close();
  await expectEnded(journey, [first], 5_000);
  await expectBadge(journey, '23');

  // Nobody is there to hear of its closing: the browser's alarm is.
  popup = await browser.openPopup();
  const second = await endFirst(popup);
  await browser.killBackground();
  await popup.close();
  await expectEnded(journey, [first, second], 40_000);
  await expectBadge(journey, '22');

  popup = await browser.openPopup();
  expect(await popup.find('button', new RegExp(second))).toEqual([]);
  const third = await endFirst(popup);
  await browser.restart('crash');
  await expectEnded(journey, [first, second, third], 40_000);
});

test('of two views each keeps its own; one that stays open can send them', async ({ setOut }) => {
  const journey = await setOut();
  const { browser } = journey;
  await (await connect(journey)).close();
  await chooseUndo(journey, 'Until I close it');
  const page = await browser.openPage('page.html');
  const held = await endFirst(page);
  const popup = await browser.openPopup();
  await expect.poll(() => popup.text()).toContain('1 ends when the other window is closed');
  const own = await endFirst(popup, 2);
  await popup.close();
  await expectEnded(journey, [own]);
  await expect.poll(() => page.text()).toContain('1 ends when this is closed');

  await (await page.get('checkbox', 'Mark all shown')).click();
  await press(page, /^End 23 marked/);
  const sheet = await page.get('dialog');
  expect(await sheet.text()).toContain('This can be taken back until you close this window.');
  await (await page.get('textbox', /^Type 22/, sheet)).fill('22');
  await press(page, 'End 22', sheet);
  await expect.poll(() => page.text()).toContain('23 end when this is closed');
  await press(page, 'Undo all');
  await page.gone('button', 'Undo all');
  expect(await page.find('button', /^Undo ending/)).toEqual([]);
  await press(page, new RegExp(`^Terminate .*${held}`));
  await press(page, 'End now');
  await expectEnded(journey, [own, held]);
  expect(await page.isOpen()).toBe(true);
});

test(
  'in a container tab, whose closing the background cannot see, an end waits for 20 s',
  inFirefoxOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const { browser } = journey;
    await (await connect(journey)).close();
    await chooseUndo(journey, 'Until I close it');
    const page = await browser.openInContainer('page.html');
    const id = await endFirst(page);
    const [key = ''] = Object.keys(await browser.storage('local')).filter((name) =>
      name.includes(id),
    );
    const { askedAtMs, ...wish } = (await stored(browser, key)) as Intent;
    expect(wish).toMatchObject({ heldBy: null, dueAtMs: askedAtMs + 20_000 });
    await press(page, new RegExp(`^Undo ending .*${id}`));
    await page.get('button', new RegExp(`^Terminate .*${id}`));
    expect(sent(journey)).toEqual([]);
  },
);
