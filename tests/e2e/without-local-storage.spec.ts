/* Firefox without `localStorage`, as some people have it (`dom.storage.enabled`). */
import { connect, expect, inFirefoxOnly, listOf, rowCount, test } from './journey.ts';

test('every view opens, and keeps its filter', inFirefoxOnly, async ({ setOut }) => {
  const journey = await setOut({}, { hasLocalStorage: false });
  const { browser } = journey;
  const popup = await connect(journey);
  expect(await popup.evaluate('localStorage')).toBeNull();
  const all = await rowCount(popup);
  const [session] = journey.sandbox.world.sessions();
  await (await popup.get('combobox', 'Filter')).fill(String(session?.session_id));
  await expect.poll(() => rowCount(popup)).toBeLessThan(all);
  const few = await rowCount(popup);
  await expect
    .poll(async () => JSON.stringify(await browser.storage('local')))
    .toContain(`filter\\":\\"${session?.session_id}`);
  await popup.close();

  for (const path of ['page.html', 'sidepanel.html']) {
    const view = await browser.openPage(path);
    await listOf(view);
    expect(await rowCount(view)).toBe(few);
    await view.close();
  }
  const again = await browser.openPopup();
  await listOf(again);
  expect(await rowCount(again)).toBe(few);
  await again.close();
  const options = await browser.openPage('options.html');
  await options.get('heading', 'Settings');
  await options.get('button', 'Remove key');
});
