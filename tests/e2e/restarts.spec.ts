/* The browser ends, by a crash and by quitting, and starts again. */
import { expectText, pickFromList } from './at-the-list.ts';
import { closeSettings } from './close-settings.ts';
import { connect, expect, expectBadge, expectEnded, idOf, test } from './journey.ts';

// The browser's alarm takes half a minute. Outside of the tests, where the watchdog can read it.
test.setTimeout(180_000);

test('a crash loses no end, no entry and no setting; a key kept until the browser closes is gone after', async ({
  setOut,
}) => {
  const journey = await setOut({}, { installedBefore: true });
  const { browser } = journey;
  const before = await browser.openPage('options.html');
  expect(await (await before.get('radio', '5 s')).checked()).toBe(true);
  await (await before.get('radio', '20 s')).click();
  await (await before.get('radio', 'Every 5 min')).click();
  await closeSettings(before);
  const popup = await connect(journey);
  const [button] = await popup.find('button', /^Terminate /);
  await button?.click();
  await popup.get('button', /^Undo/);
  const kept = async () => Object.keys(await browser.storage('local'));
  await expect.poll(async () => (await kept()).join()).toContain('intent:');
  await browser.restart('crash');
  await expectEnded(journey, [idOf(button)], 60_000);
  await expectBadge(journey, '23');

  const again = await browser.openPopup();
  await pickFromList(again, 'History of 24 hours');
  await expectText(again, /Ended by you · row/);
  await again.close();
  const options = await browser.openPage('options.html');
  expect(await (await options.get('radio', '20 s')).checked()).toBe(true);
  expect(await (await options.get('radio', 'Every 5 min')).checked()).toBe(true);
  await (await options.get('checkbox', /only until the browser closes/)).click();
  await expect.poll(kept).not.toContain('key');
  await expectBadge(journey, '23');
  await browser.restart('quit');
  await expectBadge(journey, 'key');
  // By the hash in `owner`, the next key tells whether it is of the same account.
  await expect.poll(async () => (await kept()).sort()).toEqual(['owner', 'settings']);
});
