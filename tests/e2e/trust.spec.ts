/* What one can rely on for a month: the number, the click, the quota, whatever happens around. */
import { BADGE_COLORS } from '../../lib/surface/badge-colors.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import {
  chooseUndo,
  connect,
  expect,
  expectAlert,
  expectBadge,
  expectEnded,
  expectNoAlert,
  idOf,
  inChromiumOnly,
  type Journey,
  listOf,
  press,
  saveKey,
  stored,
  test,
  type View,
} from './journey.ts';

const lists = ({ sandbox }: Journey) => sandbox.journal.requests('list').length;

/** The popup, with a key, and a click on Terminate that counts at once. */
async function connectWithoutUndo(journey: Journey, key?: keyof Sandbox['keys']): Promise<View> {
  await chooseUndo(journey, 'Off');
  return connect(journey, key);
}

/** Pastes into the field for the key, in place of what is in it. */
async function pasteKey(popup: View, text: string): Promise<void> {
  const field = await popup.get('textbox', 'API key');
  await field.fill('');
  await popup.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await popup.press('Control+v');
  await expect.poll(() => field.value()).not.toBe('');
}

/** Writes to the extension's storage as something else would that goes wrong there. */
async function spoilStorage(page: View, entries: object): Promise<void> {
  await page.evaluate(`chrome.storage.local.set(${JSON.stringify(entries)})`);
}

test(
  'a pasted text is sent only if it holds one key of helodata’s, or if the person insists',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const { journal, keys } = journey.sandbox;
    const popup = await journey.browser.openPopup();
    const sent = () => journal.entries().map(({ path, keyName }) => `${path} ${keyName}`);
    const status = async () => (await popup.get('status')).text();

    await pasteKey(popup, 'hel_live_01HXabc...');
    await expectAlert(popup, /Part of this key is hidden or missing.*Nothing was sent/);
    await press(popup, 'Save key');
    await pasteKey(popup, 'https://dashboard.helodata.com/');
    await expectAlert(popup, /This is an address, not a key.*Nothing was sent/);
    await press(popup, 'Save key');
    expect(await popup.find('button', 'Try anyway')).toEqual([]);
    await pasteKey(popup, 'sk-proj-abcdefghijklmnop');
    await expectAlert(popup, /start with sk- belong to another service.*Nothing was sent/);
    await press(popup, 'Save key');
    await popup.press('Enter');
    await expectAlert(popup, /Nothing was sent/);
    expect(sent()).toEqual([]);

    await press(popup, 'Try anyway');
    await expectAlert(popup, /refused the key \(401\)/);
    expect(sent()).toEqual(['/v1/users/me unknown']);

    const line = `curl -H "Authorization: Bearer ${keys.read}" \\\n  https://api.helodata.com/v1`;
    await pasteKey(popup, line);
    await expect.poll(status).toBe(`Found the key ending in …${keys.read.slice(-4)}.`);
    expect(sent()).toHaveLength(1);
    await press(popup, 'Save key');
    await listOf(popup);
    expect(sent()[1]).toBe('/v1/users/me read');
    expect(sent().filter((request) => request.endsWith(' unknown'))).toHaveLength(1);
    expect(await popup.html()).not.toContain(keys.read);
  },
);

test(
  'what is spent is told, and why it is asked no more often',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ plan: 'trial' });
    const popup = await connect(journey);
    await expect.poll(() => popup.text()).toMatch(/of 1,000 requests in 24 hours/);
    const spent = Number(/(\d+) of 1,000 requests in 24 hours/.exec(await popup.text())?.[1]);
    expect(spent).toBe(journey.sandbox.journal.entries().length);
    expect(await popup.text()).toContain(
      'else every 7 min, to stay within half of what the plan “trial” allows.',
    );
    await popup.close();
    // The books outlive the worker.
    await journey.browser.killBackground();
    const again = await journey.browser.openPopup();
    await expect.poll(() => again.text()).toMatch(/of 1,000 requests in 24 hours/);
    const later = Number(/(\d+) of 1,000 requests in 24 hours/.exec(await again.text())?.[1]);
    expect(later).toBeGreaterThanOrEqual(spent);
  },
);

test('a popup that stays open follows by itself, and two of them ask no more than one', async ({
  setOut,
}) => {
  const journey = await setOut();
  await (await connect(journey)).close();
  const tab = await journey.browser.openPage('popup.html');
  const popup = await journey.browser.openPopup();
  await listOf(popup);
  const before = lists(journey);
  const startedAtMs = Date.now();
  journey.sandbox.world.add('mobile', { session_id: 'newcomer' });
  await expectBadge(journey, '25', 20_000);
  await popup.get('button', /^Terminate newcomer/);
  await tab.get('button', /^Terminate newcomer/);
  journey.sandbox.world.add('mobile', { session_id: 'latecomer' });
  await expectBadge(journey, '26', 20_000);
  const rounds = (lists(journey) - before) / 2;
  expect(rounds).toBeLessThanOrEqual(Math.ceil((Date.now() - startedAtMs) / 10_000) + 1);
});

test(
  'Retry-After binds across the worker’s death, whatever one does meanwhile',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const popup = await connectWithoutUndo(journey);
    const { faults, journal } = journey.sandbox;
    const headers = { 'retry-after': '7' };
    faults.inject({ endpoint: 'list', kind: 'status', status: 429, headers });
    await press(popup, 'Refresh');
    await expectAlert(popup, /nothing is sent before/);
    faults.clear();
    const refused = journal.entries().filter(({ status }) => status === 429);
    const saidAtMs = Math.min(...refused.map(({ receivedAtMs }) => receivedAtMs));
    const last = journal.entries().at(-1)?.n ?? 0;
    const refresh = await popup.get('button', 'Refresh');
    expect(await refresh.attribute('aria-disabled')).toBe('true');
    const [button] = await popup.find('button', /^Terminate /);
    await button?.click();
    await journey.browser.killBackground();
    await journey.browser.clickMenu('settings');
    await expectEnded(journey, [idOf(button)], 20_000);
    const next = journal.entries().find(({ n }) => n > last);
    expect((next?.receivedAtMs ?? 0) - saidAtMs).toBeGreaterThan(6_900);
    // A person's click goes ahead of the poll that waits as well.
    expect(next?.endpoint).toBe('delete');
  },
);

test(
  'a key that turns out to be read-only disables Terminate everywhere, until it is changed',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const popup = await connectWithoutUndo(journey, 'read');
    const [first, second] = await popup.find('button', /^Terminate /);
    await first?.click();
    await expectAlert(popup, /Not ended: 403.*req_.*this key may not end sessions/);
    expect(await second?.attribute('aria-disabled')).toBe('true');
    expect(await second?.attribute('title')).toContain('may not end sessions');
    await second?.click();
    const id = idOf(second);
    expect(await journey.browser.hasMenuItem(`terminate:residential:${id}`)).toBe(false);
    expect(await popup.text()).toContain('this key may not end sessions');
    await expect
      .poll(() => journey.browser.badge())
      .toMatchObject({ text: '24', color: BADGE_COLORS.sure });
    expect(journey.sandbox.journal.requests('delete')).toHaveLength(1);
    expect(journey.sandbox.world.endings).toEqual([]);

    const options = await journey.browser.openPage('options.html');
    await press(options, 'Replace key');
    await saveKey(options, journey.sandbox.keys.full);
    await options.gone('textbox', 'API key');
    await options.close();
    const again = await journey.browser.openPopup();
    await (await again.get('button', second?.name)).click();
    await expect
      .poll(() => journey.sandbox.world.endings.map((end) => end.id), { timeout: 15_000 })
      .toEqual([id]);
  },
);

test(
  'a list that the key may not read leaves the other’s number, and says that it is partial',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    const { faults } = journey.sandbox;
    const code = 'subuser_scope_mismatch';
    faults.inject({ endpoint: 'list', product: 'mobile', kind: 'status', status: 403, code });
    const popup = await connect(journey);
    const { length } = journey.sandbox.world.sessions('residential');
    await expectBadge(journey, `${length}+`);
    await expect.poll(() => journey.browser.badge()).toMatchObject({ color: BADGE_COLORS.unsure });
    await expectAlert(popup, /^Mobile: Not covered by this key \(403: subuser_scope_mismatch\)/);
    expect(await popup.text()).toContain(`At least ${length} active sessions`);
    faults.clear();
    await press(popup, 'Refresh');
    await expectNoAlert(popup);
    await expectBadge(journey, '24');
  },
);

test('back online it goes on at once, with the click that was kept', async ({ setOut }) => {
  const journey = await setOut();
  const popup = await connectWithoutUndo(journey);
  await journey.browser.online(false);
  await press(popup, 'Refresh');
  await expectAlert(popup, /This computer has no network/);
  const [button] = await popup.find('button', /^Terminate /);
  await button?.click();
  await expectAlert(popup, /Not ended yet, next try at/);
  await expectBadge(journey, '24');
  await journey.browser.online(true);
  await expectEnded(journey, [idOf(button)], 4_000);
  await expectNoAlert(popup);
  await expectBadge(journey, '23');
});

// It takes a minute, and nothing in it depends on the browser.
test(
  'an end that its session forestalled says so, until somebody has seen it',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 3, minutesLeft: [20, 25] });
    const { world, clock, faults } = journey.sandbox;
    const at = (ms: number) => new Date(clock.now() + ms).toISOString();
    world.add('mobile', {
      session_id: 'shortlived',
      started_at: at(-60_000),
      expires_at: at(14_000),
    });
    faults.inject({ endpoint: 'delete', kind: 'status', status: 500 });
    const popup = await connectWithoutUndo(journey);
    await (await popup.get('button', /^Terminate shortlived/)).click();
    await expectAlert(popup, /Not ended yet/);
    await expect
      .poll(() => popup.text(), { timeout: 60_000 })
      .toContain('shortlived expired before it could be ended');
    const kept = Object.keys(await journey.browser.storage('local'));
    expect(kept.filter((key) => key.startsWith('intent:'))).toEqual([]);
    await press(popup, 'Dismiss');
    await expect.poll(() => popup.text()).not.toContain('before it could be ended');
    await expectBadge(journey, '3');
  },
);

test(
  'storage that is damaged or from a later version costs what is in it, and no more',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    await (await connect(journey)).close();
    const options = await journey.browser.openPage('options.html');
    await spoilStorage(options, {
      settings: { v: 1, undoMs: 'soon' },
      'list:mobile': { v: 9, sessions: 'all' },
      'status:residential': 7,
      round: null,
      'intent:mobile:x': { v: 1 },
    });
    await options.get('radio', '5 s');
    await journey.browser.killBackground();
    await options.close();
    const popup = await journey.browser.openPopup();
    await expect.poll(() => popup.text()).toMatch(/set aside: .*settings/);
    await listOf(popup);
    await expectBadge(journey, '24', 20_000);
    await press(popup, 'Dismiss');
    await expect.poll(() => popup.text()).not.toContain('set aside');
    expect(await stored(journey.browser, 'aside:list:mobile')).toMatchObject({ why: 'newer' });
  },
);

// Firefox gives as much room as the disk has.
test(
  'storage that is full keeps what a person does, or says that it could not',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    await (await connectWithoutUndo(journey)).close();
    const options = await journey.browser.openPage('options.html');
    const room = await options.evaluate<number>(
      'chrome.storage.local.getBytesInUse().then((used) => chrome.storage.local.QUOTA_BYTES - used)',
    );
    // Each listener is told of all that is written, so only the first write is a large one. The last
    // hundred bytes are taken too, so that only the copies of lists can make room.
    const sizes = [room - 4_096, 2_048, 1_024, 512, 256, 128, 64, 32];
    for (const size of sizes) {
      await options.evaluate(
        `chrome.storage.local.set({ junk${size}: 'x'.repeat(${size}) }).catch(() => {})`,
      );
    }
    const popup = await journey.browser.openPopup();
    await listOf(popup);
    const [button] = await popup.find('button', /^Terminate /);
    await button?.click();
    // Making room takes long where all that is stored is read for it.
    await expectEnded(journey, [idOf(button)], 60_000);
    const junk = JSON.stringify(sizes.map((size) => `junk${size}`));
    await options.evaluate(`chrome.storage.local.remove(${junk})`);
    await press(popup, 'Refresh');
    await expectNoAlert(popup);
    await expectBadge(journey, '23');
  },
);

test(
  'what was not understood can be handed on, without a value in it',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut();
    journey.sandbox.faults.inject({ endpoint: 'list', kind: 'body', body: 'bad-row' });
    const popup = await connect(journey);
    await expectAlert(popup, /2 records have no id/);
    await expectBadge(journey, '22+');
    await popup.evaluate(
      `navigator.clipboard.writeText = async (text) => { window.copied = text; }`,
    );
    await press(popup, 'Copy report');
    await popup.get('button', 'Copied');
    const report = await popup.evaluate<string>('window.copied');
    expect(report).toContain('id: text expected, object found');
    expect(report).toMatch(/^Session Inspector for helodata \d/);
    for (const { id, exit_ip } of journey.sandbox.world.sessions()) {
      expect(report).not.toContain(id);
      expect(report).not.toContain(exit_ip);
    }
  },
);

test.describe('a clock that is wrong by a day', inChromiumOnly, () => {
  for (const hours of [24, -24]) {
    test(`${hours > 0 ? 'behind' : 'ahead'} changes no number and no time left`, async ({
      setOut,
    }) => {
      const journey = await setOut({ nowMs: Date.now() + hours * 3_600_000 });
      const popup = await connectWithoutUndo(journey);
      await expectBadge(journey, '24');
      const now = journey.sandbox.clock.now();
      const [session] = journey.sandbox.world
        .sessions()
        .sort((a, b) => b.bytes_used - a.bytes_used);
      const minutes = Math.floor((Date.parse(session?.expires_at ?? '') - now) / 60_000);
      const [, row] = await popup.find('row');
      expect(await row?.text()).toMatch(new RegExp(`\\b(${minutes}|${minutes - 1}):\\d\\d`));
      const [button] = await popup.find('button', /^Terminate /);
      await button?.click();
      // Without time to undo the click ends it at once.
      await expectEnded(journey, [idOf(button)], 3_000);
      expect(await popup.find('button', /^Undo/)).toEqual([]);
      await expectBadge(journey, '23');
    });
  }
});
