/* The options: the way there, and the key's removal. */
import { connect, expect, expectBadge, press, test } from './journey.ts';

test('removing the key asks first, and forgets all but the settings', async ({ setOut }) => {
  const journey = await setOut();
  await (await connect(journey)).close();
  await expectBadge(journey, '24');
  const options = await journey.browser.openPage('options.html');
  const { full } = journey.sandbox.keys;
  await expect.poll(() => options.text()).toContain(`…${full.slice(-4)}`);
  expect(await options.html()).not.toContain(full);

  await press(options, 'Remove key');
  await press(options, 'Cancel');
  await expectBadge(journey, '24');
  // As by a popup that was closed while somebody typed.
  await options.evaluate(`localStorage.setItem('view', '{"v":1,"filter":"subuser:acme"}')`);
  await press(options, 'Remove key');
  const dialog = await options.get('dialog', 'Remove the key?');
  await press(options, 'Remove', dialog);
  await options.get('textbox', 'API key');
  await expectBadge(journey, 'key');
  const left = await journey.browser.storage('local');
  expect(Object.keys(left).filter((key) => key !== 'settings' && key !== 'refresh')).toEqual([]);
  expect(await options.evaluate('localStorage.length')).toBe(0);
  const [session] = journey.sandbox.world.sessions();
  const item = `terminate:${session?.product}:${session?.id}`;
  await expect.poll(() => journey.browser.hasMenuItem(item)).toBe(false);
});

test('the options are a click away, from the popup and from the menu', async ({ setOut }) => {
  const journey = await setOut();
  const popup = await connect(journey);
  await press(popup, 'Settings');
  const first = await journey.browser.waitForPage('options.html');
  await first.get('heading', 'Settings');
  await first.close();
  await journey.browser.clickMenu('settings');
  await (await journey.browser.waitForPage('options.html')).get('heading', 'Settings');
});
