/* What a person sees when the API or the key fails: never a lie, never a blank. */
import { BADGE_COLORS } from '../../lib/surface/badge-colors.ts';
import { expectText, pickFromList } from './at-the-list.ts';
import {
  connect,
  expect,
  expectAlert,
  expectBadge,
  expectNoAlert,
  idOf,
  inChromiumOnly,
  listOf,
  liveRows,
  press,
  rowCount,
  saveKey,
  test,
} from './journey.ts';

test('with the API hanging the popup shows the last list at once', async ({ setOut }) => {
  const journey = await setOut();
  await (await connect(journey)).close();
  await journey.browser.killBackground();
  journey.sandbox.faults.inject({ endpoint: '*', kind: 'hang' });
  const popup = await journey.browser.openPopup();
  await listOf(popup, { timeoutMs: 1_000 });
  expect(await rowCount(popup)).toBe(24);
  await expectBadge(journey, '24');
});

test('an API that is gone turns the number grey and keeps it; back again, it goes on; no row moves', async ({
  setOut,
}) => {
  const journey = await setOut();
  const { browser, sandbox } = journey;
  const popup = await connect(journey);
  await expectBadge(journey, '24');
  const [, , third] = await popup.find('button', /^Terminate /);
  await third?.click();
  await press(popup, /^Undo/);
  const hovered = () =>
    popup.evaluate<string>("document.querySelector('tr:hover .who-cell')?.title ?? ''");
  const before = await hovered();
  expect(before).toContain('ses_');
  sandbox.faults.inject({ endpoint: 'list', kind: 'reset' });
  await browser.clickMenu('refresh');
  await expectAlert(popup, /can’t be reached/);
  await expect
    .poll(() => browser.badge())
    .toMatchObject({ text: '24', color: BADGE_COLORS.unsure });
  await expect.poll(async () => (await browser.badge()).title).toContain('can’t be reached');
  await expect.poll(() => liveRows(popup)).toHaveLength(24);
  expect(await hovered()).toBe(before);

  sandbox.faults.clear();
  await browser.clickMenu('refresh');
  await expectNoAlert(popup);
  await expect.poll(() => browser.badge()).toMatchObject({ text: '24', color: BADGE_COLORS.sure });
  expect(await hovered()).toBe(before);
});

test(
  'sessions that expire leave the count without being asked for',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 3, minutesLeft: [20, 25] });
    const popup = await connect(journey);
    await expectBadge(journey, '3');
    // A session with seconds to live is added and listed; from then on the API hangs.
    const now = journey.sandbox.clock.now();
    const at = (ms: number) => new Date(now + ms).toISOString();
    journey.sandbox.world.add('mobile', { started_at: at(-60_000), expires_at: at(8_000) });
    await press(popup, 'Refresh');
    await expectBadge(journey, '4');
    journey.sandbox.faults.inject({ endpoint: '*', kind: 'hang' });
    await expectBadge(journey, '3', 15_000);
    await expect.poll(() => liveRows(popup)).toHaveLength(3);
    await popup.get('row', /Expired/);
  },
);

test(
  'a refused key says why, and nothing is lost; an API that fails from the start is no zero',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const { keys, faults } = journey.sandbox;
    const popup = await journey.browser.openPopup();
    await press(popup, 'Save key');
    await expectAlert(popup, /Paste the key first/);
    await saveKey(popup, keys.revoked);
    await expectAlert(popup, /refused the key \(401\).*Request req_/);
    expect(await (await popup.get('textbox', 'API key')).value()).toBe(keys.revoked);
    await expectBadge(journey, 'key');

    faults.inject({ endpoint: 'list', kind: 'status', status: 500 });
    await saveKey(popup, `  Bearer ${keys.full} `);
    await expectAlert(popup, /helodata has a fault \(500\)/);
    await expectBadge(journey, '?');
    expect(await popup.text()).toContain('unknown');
    faults.clear();
    await press(popup, 'Refresh');
    await listOf(popup);
    await expectBadge(journey, '24');
  },
);

test(
  'a key can be kept unchecked while helodata can’t be reached',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    journey.sandbox.faults.inject({ endpoint: '*', kind: 'reset' });
    const popup = await journey.browser.openPopup();
    await saveKey(popup, journey.sandbox.keys.full);
    await press(popup, 'Keep it unchecked');
    await expectAlert(popup, /kept unchecked/);
    await expectBadge(journey, '?');
    journey.sandbox.faults.clear();
    await press(popup, 'Refresh');
    await expectBadge(journey, '24');
  },
);

test(
  'a key that is revoked later turns the badge red and keeps the list',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const popup = await connect(journey);
    await expectBadge(journey, '24');
    journey.sandbox.faults.inject({ endpoint: '*', kind: 'status', status: 401 });
    await press(popup, 'Refresh');
    await popup.get('button', 'Change key');
    await expect
      .poll(() => journey.browser.badge())
      .toMatchObject({ text: 'key', color: BADGE_COLORS.refused });
    await expect.poll(() => liveRows(popup)).toHaveLength(24);
  },
);

test(
  '429 is waited for; a session that ended elsewhere is gone without a word of failure',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const { world, journal, faults } = journey.sandbox;
    const popup = await connect(journey);
    const headers = { 'retry-after': '3' };
    faults.inject({ endpoint: 'delete', kind: 'status', status: 429, headers, times: 1 });
    const [button, other] = await popup.find('button', /^Terminate /);
    await button?.click();
    await expectAlert(popup, /Not ended yet.*429/);
    const id = idOf(button);
    const ended = () => world.endings.map((end) => end.id);
    await expect.poll(ended, { timeout: 15_000 }).toEqual([id]);
    const [refused, fulfilled] = journal.requests('delete');
    expect((fulfilled?.receivedAtMs ?? 0) - (refused?.receivedAtMs ?? 0)).toBeGreaterThan(2_900);

    const gone = idOf(other);
    world.expire(other?.name.includes('Mobile') ? 'mobile' : 'residential', gone);
    await other?.click();
    await expect.poll(() => journal.requests('delete').length, { timeout: 15_000 }).toBe(3);
    await popup.gone('button', new RegExp(gone));
    await expectNoAlert(popup);
    await expectBadge(journey, '22');
    expect(ended(), 'not ended by us').toEqual([id]);
    await pickFromList(popup, 'History of 24 hours');
    // The 404 of the DELETE was looked into.
    const { requestId } = journal.requests('detail').at(-1) ?? {};
    await expectText(popup, new RegExp(`Gone before it could be ended · row, .* · ${requestId}`));
  },
);

test(
  'no sessions, and no product with sessions, have words of their own',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 0 });
    const popup = await journey.browser.openPopup();
    await saveKey(popup, journey.sandbox.keys.full);
    await expect.poll(() => popup.text()).toContain('A session appears here');
    await expectBadge(journey, '');
    await popup.close();

    await journey.replaceSandbox({ products: ['isp'] });
    const options = await journey.browser.openPage('options.html');
    await press(options, 'Replace key');
    await saveKey(options, journey.sandbox.keys.full);
    await options.gone('textbox', 'API key');
    await options.close();
    const again = await journey.browser.openPopup();
    await expect.poll(() => again.text()).toContain('ISP addresses are permanent');
    await expectBadge(journey, '');
  },
);

test(
  'an API that hangs from the very first request is told, and asked again by itself',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const popup = await journey.browser.openPopup();
    await popup.get('textbox', 'API key');
    journey.sandbox.faults.inject({ endpoint: 'subusers', kind: 'hang' });
    journey.sandbox.faults.inject({ endpoint: 'list', kind: 'hang' });
    await saveKey(popup, journey.sandbox.keys.full);
    await expectBadge(journey, '…');
    await expect.poll(() => journey.sandbox.journal.requests('subusers').length).toBe(1);
    // Killed in the middle of its first round, it is called again by the alarm.
    await journey.browser.killBackground();
    await popup.close();
    journey.sandbox.faults.clear();
    await expectBadge(journey, '24', 80_000);
  },
);

test(
  'a Refresh that is pressed while a round hangs is served after it',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const popup = await connect(journey);
    await expectBadge(journey, '24');
    journey.sandbox.faults.inject({ endpoint: 'list', kind: 'hang' });
    const before = journey.sandbox.journal.requests('list').length;
    await press(popup, 'Refresh');
    await expect.poll(() => journey.sandbox.journal.requests('list').length).toBe(before + 2);
    journey.sandbox.faults.clear();
    journey.sandbox.world.add('mobile', {});
    await press(popup, 'Refresh');
    await expectBadge(journey, '25', 30_000);
    await expectNoAlert(popup);
  },
);
