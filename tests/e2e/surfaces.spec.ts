/* The same view in a popup of whatever size, in a tab, and in the browser's side panel. */
import { expectAllEnded, expectText, lasting, pickFromList, rowOf } from './at-the-list.ts';
import {
  connect,
  expect,
  type Found,
  inChromiumOnly,
  type Journey,
  listOf,
  press,
  test,
  type View,
} from './journey.ts';

// Firefox does not zoom its popups.
test(
  'a browser at 200 % leaves the popup 400 by 300: all of it can be read, reached and used',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 12, minutesLeft: [20, 29] }, { zoom: 2 });
    const cart = addTo(journey, 'cart7');
    const popup = await connect(journey);
    await expect.poll(() => sizeOf(popup)).toEqual([400, 300]);
    await expectFitting(popup);

    await press(popup, 'Shared exit');
    await press(popup, 'Shared exit');
    const last = await lastRow(popup);
    await press(popup, /^Terminate /, last);
    await press(popup, /^Undo /, last);
    await popup.press('a');
    await press(popup, 'End 13 marked');
    await press(popup, 'Cancel');
    await press(popup, 'Clear marks');

    await (await rowOf(popup, 'cart7')).click();
    await popup.get('heading', 'cart7');
    await expectFitting(popup);
    await press(popup, 'Copy: Exit IP');
    await press(popup, /^Terminate cart7,/);
    await expectAllEnded(journey, [cart.id]);
  },
);

test('the page opens from the list’s menu, once, fits every width and text size, and ends a session', async ({
  setOut,
}, info) => {
  const journey = await setOut({ sessions: 12, minutesLeft: [20, 29] });
  const { browser, sandbox } = journey;
  const cart = addTo(journey, 'cart7');
  const popup = await connect(journey);
  await pickFromList(popup, 'Open in a tab');
  const page = await browser.waitForPage('page.html');
  await listOf(page);
  await expect.poll(() => popup.isOpen()).toBe(false);

  const again = await browser.openPopup();
  await listOf(again);
  await pickFromList(again, 'Open in a tab');
  await expect.poll(() => again.isOpen()).toBe(false);
  await expect.poll(() => page.evaluate('document.hidden')).toBe(false);
  const tabs = 'chrome.runtime.getContexts({ contextTypes: ["TAB"] }).then((all) => all.length)';
  expect(await page.evaluate(tabs)).toBe(1);

  await press(page, 'Sort by Requests');
  for (const [widthPx, textPx] of WIDTHS) {
    await page.viewport(widthPx, 600);
    await page.textSize(textPx);
    await expectFitting(page);
    await page.get('columnheader', /Sort by Requests/);
    await page.get('row', /\brequests\b/);
    await (await page.get('button', /^Terminate /, await lastRow(page))).hover();
    await page.screenshot(info.outputPath(`${widthPx}-${textPx}.png`));
  }
  await page.textSize(16);
  await page.viewport(1_400, 800);
  await (await rowOf(page, 'cart7')).click();
  await page.get('heading', 'cart7');
  const others = sandbox.world.sessions().filter(({ id }) => id !== cart.id);
  // The list beside it goes on.
  await (await rowOf(page, others[0]?.id ?? '')).click();
  await page.get('heading', others[0]?.session_id ?? '');
  await (await rowOf(page, 'cart7')).click();
  await page.get('heading', 'cart7');
  await page.press('Escape');
  await page.gone('heading', 'cart7');
  await press(page, /^Terminate cart7,/);
  await expectAllEnded(journey, [cart.id]);
});

test('an address leads the page to a session, to what it was, or to the history', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 2, minutesLeft: [20, 29] });
  const { browser, sandbox } = journey;
  const cart = addTo(journey, 'cart7');
  const login = addTo(journey, 'login9');
  const popup = await connect(journey);
  await popup.close();
  const page = await browser.openPage(`page.html#session=residential%3A${cart.id}`);
  await page.get('heading', 'cart7');
  expect(await page.evaluate('location.hash'), 'a reload starts with the list').toBe('');

  const lead = (hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await lead(`#session=residential%3A${login.id}`);
  await page.get('heading', 'login9');
  await lead('#history');
  await page.get('heading', 'History');
  sandbox.world.terminate('residential', cart.id);
  await press(page, 'Back to the list');
  await press(page, 'Refresh');
  await expectText(page, 'Gone');
  await page.close();

  const later = await browser.openPage(`page.html#session=residential%3A${cart.id}`);
  await later.get('heading', 'History');
  const sought = () => later.evaluate(`document.querySelector('[aria-current]')?.innerText`);
  await expect.poll(sought).toContain('cart7');
  await later.close();
  const unknown = await browser.openPage('page.html#session=mobile%3Ases_nobody');
  await expectText(unknown, 'is not among them');
});

test('the side panel, or sidebar, opens from the list’s menu, beside the tab, and ends a session', async ({
  setOut,
}, info) => {
  const journey = await setOut({ sessions: 4, minutesLeft: [20, 29] });
  const cart = addTo(journey, 'cart7');
  const popup = await connect(journey);
  await pickFromList(popup, IN_PANEL);
  const panel = await journey.browser.waitForPage('sidepanel.html');
  await listOf(panel);
  await expect.poll(() => popup.isOpen()).toBe(false);
  await expectFitting(panel);
  await panel.screenshot(info.outputPath('panel.png'));
  await press(panel, 'More');
  await panel.get('menuitem', 'Open in a tab');
  expect(await panel.find('menuitem', IN_PANEL)).toEqual([]);
  await panel.press('Escape');
  await press(panel, /^Terminate cart7,/);
  await expectAllEnded(journey, [cart.id]);
});

/** As each browser calls it. */
const IN_PANEL = /^Open in the side(bar| panel)$/;

/** In CSS pixels, and of text. */
const WIDTHS = [
  [320, 16],
  [400, 16],
  [600, 16],
  [800, 32],
] as const;

function addTo({ sandbox }: Journey, sessionId: string) {
  return sandbox.world.add('residential', lasting(sandbox, { session_id: sessionId }));
}

/** Goes to the last of thirteen rows, by the keyboard. */
async function lastRow(view: View): Promise<Found | undefined> {
  await view.press('Home');
  await view.press('End');
  const row = () => view.focused();
  await expect.poll(async () => (await row())?.attribute('aria-rowindex')).toBe('14');
  return row();
}

function sizeOf(view: View): Promise<number[]> {
  return view.evaluate('[innerWidth, innerHeight]');
}

/** Waits until nothing is wider than what it stands in, but for what scrolls by itself. */
async function expectFitting(view: View): Promise<void> {
  const tooWide = `['html', '.inspector', '.list', '.scroller', '.detail', 'header', '.toolbar']
    .flatMap((name) => [...document.querySelectorAll(name)])
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map(({ tagName, className }) => tagName + '.' + className)`;
  await expect.poll(() => view.evaluate(tooWide)).toEqual([]);
}
