/* Watching as a person sets it up in the settings, and meets it in the list. */
import {
  connect,
  expect,
  expectAlert,
  expectNoAlert,
  press,
  stored,
  test,
  type View,
} from './journey.ts';
import { addStill, rowOf } from './list.ts';

const REFUSED = 'The browser does not allow notifications';

const main = (options: View) => options.get('switch', 'Tell me when…');
const text = (view: View) => expect.poll(() => view.text(), { timeout: 15_000 });

test('turned on and refused by the browser, watching tells in the popup', async ({ setOut }) => {
  const journey = await setOut({ sessions: 0 });
  const { browser, sandbox } = journey;
  const moved = addStill(sandbox, { session_id: 'moved1', mb: 900 });
  await (await connect(journey)).close();

  let options = await browser.openPage('options.html');
  await (await main(options)).click();
  await browser.dismissQuestion();
  options = await browser.openPage('options.html');
  expect(await (await main(options)).checked()).toBe(true);
  await text(options).toContain(REFUSED);

  const bound = await options.get('textbox', 'a session has used more than MB');
  await bound.fill('lots');
  await expectAlert(options, /whole number from 1 to 1,000,000. Until then it is 500/);
  await bound.fill('120');
  await expectNoAlert(options);
  const watched = { isOn: true, bytes: { isOn: true, over: 120e6 } };
  await expect.poll(() => stored(journey.browser, 'watching')).toMatchObject(watched);

  const popup = await browser.openPopup();
  await (await popup.get('row', /moved1/)).click();
  await press(popup, 'Tell me before it ends');
  await text(popup).toContain('You are told 5 minutes before moved1 ends.');
  await popup.press('Escape');
  await popup.get('img', 'You are told before it ends', await rowOf(popup, 'moved1'));

  sandbox.world.repin('residential', moved.id);
  await press(popup, 'Refresh');
  await (
    await popup.get('button', 'moved1: exit IP moved', undefined, { timeoutMs: 15_000 })
  ).click();
  const { exit_ip } = sandbox.world.session('residential', moved.id) ?? {};
  await popup.get('heading', 'moved1');
  await text(popup).toContain(`${moved.exit_ip} → ${exit_ip}`);
  await press(popup, 'Dismiss');
  await popup.gone('button', 'Show');
  await popup.press('Escape');
  await press(popup, 'More');
  await (await popup.get('menuitem', 'Noticed in 24 hours')).click();
  await popup.get('button', /moved1 Exit IP moved/);
});

test('what the browser allows is seen in the settings at once', async ({ setOut }) => {
  const journey = await setOut({}, { hasSaidYes: true });
  const { browser } = journey;
  const options = await browser.openPage('options.html');
  await (await main(options)).click();
  await expect.poll(() => stored(journey.browser, 'notifying')).toMatchObject({ granted: true });
  await expect.poll(() => options.text()).not.toContain(REFUSED);
  await browser.allowNotifications(false);
  await text(options).toContain(REFUSED);
  await press(options, 'Allow notifications');
  await expect.poll(() => options.text()).not.toContain(REFUSED);
});

test('a test notification shows that they arrive, or why not', async ({ setOut }) => {
  const journey = await setOut({}, { hasSaidYes: true });
  const { browser } = journey;
  const options = await browser.openPage('options.html');
  const sent = async () => (await browser.notifications()).map(({ title }) => title);
  await press(options, 'Send a test notification');
  await text(options).toContain('does not allow notifications, so none was sent');
  expect(await sent()).toEqual([]);

  await press(options, 'Allow notifications');
  await options.gone('button', 'Allow notifications');
  await press(options, 'Send a test notification');
  await text(options).toContain('If you see none, the operating system may hide it');
  await expect.poll(sent).toEqual(['Test notification']);
  await press(options, 'Send a test notification');
  await expect.poll(sent).toEqual(['Test notification', 'Test notification']);
  const [first, second] = await browser.notifications();
  expect(second?.id).not.toBe(first?.id);

  await options.close();
  await browser.clickNotification(second?.id ?? '');
  await (await browser.waitForPage('options.html')).get('heading', 'Settings');
});
