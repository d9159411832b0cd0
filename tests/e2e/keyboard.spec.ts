/* From a fresh install to an ended session by keyboard alone. The browser's own answer to the shortcut
 * can't be played, since a driver's keys go to pages: that it is set is read, and the popup is opened as
 * the shortcut does. */
import {
  expect,
  expectBadge,
  expectEnded,
  type Journey,
  listOf,
  stored,
  test,
  type View,
} from './journey.ts';
import { addStill, expectFocus } from './list.ts';

/** The keyboard is somewhere in the view: not nowhere, from where Tab begins anew. */
async function expectKept(view: View, when: string): Promise<void> {
  const tag = 'document.activeElement?.tagName ?? "nothing"';
  await expect
    .poll(() => view.evaluate<string>(tag), { message: `the focus ${when}`, timeout: 1_000 })
    .not.toMatch(/^(BODY|HTML|nothing)$/);
}

async function hit(view: View, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await view.press(key);
    await expectKept(view, `after ${key}`);
  }
}

/** Presses Tab, or Shift+Tab, until the focus is there. */
async function tabTo(view: View, role: string, name: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 40; step++) {
    await hit(view, key);
    const focused = await view.focused();
    if (focused?.role === role && name.test(focused.name)) return;
    passed.push(`${focused?.role} ${focused?.name}`);
  }
  throw new Error(`No ${role} ${name} on the way of ${key}: ${passed.join(', ')}`);
}

function addJobs({ sandbox }: Journey): { id: string }[] {
  return ['one', 'two', 'three', 'four', 'five'].map((session_id, at) =>
    addStill(sandbox, { session_id, mb: 500 - at }),
  );
}

test('from a fresh install to an ended session, and on to the settings, by keyboard alone', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 0 });
  const { browser, sandbox } = journey;
  const [, , three] = addJobs(journey);
  const popup = await browser.openPopup();
  expect(await popup.evaluate('chrome.commands.getAll()')).toEqual([
    expect.objectContaining({ name: '_execute_action', shortcut: 'Alt+Shift+H' }),
  ]);

  await expectFocus(popup, 'textbox', 'API key');
  await popup.type(sandbox.keys.full);
  await hit(popup, 'Enter');
  await listOf(popup);
  await popup.get('row', /five/);
  await expectKept(popup, 'once the key was taken');

  // The list: move, mark, menus.
  await hit(popup, 'j', 'j', 'k');
  await expectFocus(popup, 'row', 'one');
  await hit(popup, 'Space', 'j', 'j', 'Shift+Space');
  await expect.poll(() => popup.text()).toContain('3 marked');
  await hit(popup, 'Escape');
  await popup.gone('button', 'Clear marks');
  for (const key of ['Shift+F10', 'ContextMenu']) {
    await hit(popup, key);
    await expectFocus(popup, 'menuitem', 'Details');
    await popup.get('menu', 'Actions for three');
    await hit(popup, 'Escape');
    await expectFocus(popup, 'row', 'three');
  }

  // One session: end, think better of it, end.
  await hit(popup, '/');
  await popup.type('three');
  await hit(popup, 'Enter');
  await expectFocus(popup, 'row', 'three');
  await hit(popup, 'Enter');
  await popup.get('heading', 'three');
  await hit(popup, 'x');
  await popup.get('button', /^Undo ending three/);
  await hit(popup, 'u');
  await popup.get('button', /^Terminate three/);
  expect(sandbox.journal.requests('delete')).toEqual([]);
  await hit(popup, 'x');
  await expectEnded(journey, [three?.id ?? '']);
  await expectBadge(journey, '4');
  await expect.poll(() => popup.text()).toContain('Ended by you');

  // The history, and what works where.
  await hit(popup, 'g', 'h');
  await popup.get('heading', 'History');
  await expect.poll(() => popup.text()).toMatch(/three.*Ended by you/s);
  await hit(popup, '?');
  const keys = await popup.get('dialog', 'Keys');
  await popup.get('cell', 'Open the popup, in whatever tab', keys);
  await expectFocus(popup, 'button', 'Close');
  await hit(popup, 'Escape', 'Escape');
  await expectFocus(popup, 'row', 'three');
  await hit(popup, '/', 'Delete', 'Escape', 'Escape');
  await tabTo(popup, 'button', /^Settings$/, 'Shift+Tab');
  await hit(popup, 'g');
  // The popup closes as the settings come to the front.
  await popup.press('s');

  // The settings.
  const options = await browser.waitForPage('options.html');
  await options.get('heading', 'Settings');
  await tabTo(options, 'button', /^Remove key$/);
  await hit(options, 'Enter');
  await options.get('dialog', 'Remove the key?');
  await expectFocus(options, 'button', 'Cancel');
  await hit(options, 'Enter');
  await expectFocus(options, 'button', 'Remove key');
  await tabTo(options, 'button', /^Replace key$/, 'Shift+Tab');
  await hit(options, 'Enter');
  await expectFocus(options, 'textbox', 'API key');
  await tabTo(options, 'button', /^Cancel$/);
  await hit(options, 'Enter');
  await expectFocus(options, 'button', 'Replace key');
  await tabTo(options, 'radio', /^5 s$/);
  await hit(options, 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await expectFocus(options, 'radio', 'Until I close it');
  await tabTo(options, 'checkbox', /^Read-only/);
  await hit(options, 'Space');
  await tabTo(options, 'button', /^Change shortcut$/);
  await hit(options, '?');
  await options.get('dialog', 'Keys');
  await hit(options, 'Escape');
  await expectFocus(options, 'button', 'Change shortcut');
  const chosen = { undoMs: null, isLocked: true };
  await expect.poll(() => stored(journey.browser, 'settings')).toMatchObject(chosen);
  expect(await stored(journey.browser, 'key')).toBeDefined();
  expect(await options.text()).toContain('Alt+Shift+H');
});
