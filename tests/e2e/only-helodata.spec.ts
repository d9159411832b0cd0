/* Records that are not as documented, and answers that are not helodata's, in a real browser. */
import { expectText } from './at-the-list.ts';
import {
  connect,
  expect,
  expectAlert,
  expectBadge,
  expectNoAlert,
  liveRows,
  press,
  saveKey,
  test,
} from './journey.ts';
import { rowOf } from './list.ts';

const RECORD = {
  subuser: 'sub_01HX2K3PQ4M5',
  session_id: 'job',
  region: 'us',
  state: 'ca',
  city: 'la',
  asn: 7922,
  exit_ip: '198.51.100.42',
  bytes_used: 3_145_728,
  requests: 42,
  repinned: false,
};

test('sessions of which little more than the id can be read are listed, and each is ended by its button', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 0 });
  const { sandbox, browser } = journey;
  const now = sandbox.clock.now();
  const at = (ms: number) => new Date(now + ms).toISOString().replace('Z', '');
  const times = { started_at: at(-600_000), expires_at: at(1_200_000) };
  const odd: Record<string, unknown>[] = [
    { ...RECORD, ...times, exit_ip: null },
    { ...RECORD, ...times, region: 'US', state: 'New York', city: null },
    { ...RECORD, ...times, bytes_used: '889000000', requests: '1200', asn: 'AS7922' },
    { ...RECORD, ...times, bytes_used: -1, requests: null, region: null },
    { ...RECORD, ...times, status: 'draining', repinned: undefined },
    { ...RECORD, started_at: Math.floor(now / 1000) - 600, expires_at: null },
    { ...RECORD, ...times, expires_at: at(-1_200_000) },
    {},
  ];
  const data = odd.map((fields, index) => {
    const { id } = sandbox.world.add('residential', {});
    return { id, ...fields, ...('session_id' in fields && { session_id: `job${index}` }) };
  });
  const list = (rows: unknown[]) => JSON.stringify({ data: rows, next_cursor: false });
  const lists = { endpoint: 'list', kind: 'body' } as const;
  sandbox.faults.inject({ ...lists, product: 'residential', body: list(data) });
  sandbox.faults.inject({ ...lists, product: 'mobile', body: list([]) });
  const popup = await browser.openPopup();
  await saveKey(popup, sandbox.keys.full);
  await expect.poll(() => liveRows(popup)).toHaveLength(odd.length);
  await expectBadge(journey, String(odd.length));
  await expectText(popup, /4 sessions could only be read in part/);

  // Each leaves the list, which goes on holding it, for the API has confirmed its end.
  for (let left = odd.length; left > 0; left--) {
    const [button] = await popup.find('button', /^Terminate .+,/);
    await button?.click();
    await expect
      .poll(async () => (await popup.find('button', /^Terminate .+,/)).length)
      .toBe(left - 1);
  }
  await expect.poll(() => sandbox.world.endings.length, { timeout: 20_000 }).toBe(odd.length);
  expect(
    sandbox.journal
      .requests('delete')
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(data.map(({ id }) => id).toSorted());
});

test('a sign-in page that answers in place of helodata ends nothing and refuses nothing, and all goes on by itself', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 6 });
  const { sandbox } = journey;
  const popup = await connect(journey);
  await expectBadge(journey, '6');
  const [target] = sandbox.world.sessions('residential');
  if (!target) throw new Error('there are sessions');
  const page = { endpoint: '*', kind: 'body', body: 'html', when: 'before' } as const;
  sandbox.faults.inject({ ...page, status: 200 });
  const row = await rowOf(popup, target.id);
  await press(popup, new RegExp(`^Terminate .*${target.id}`));
  await expectText(
    popup,
    /Not ended yet.*A page that is not helodata’s answered \(200, text\/html\)/,
    20_000,
  );
  await press(popup, 'Refresh');
  await expectAlert(popup, /A page that is not helodata’s answered \(200, text\/html\)/);
  await expectBadge(journey, '6');
  expect(await row.text()).not.toContain('Ended');

  // The same with the statuses by which helodata would refuse the key.
  sandbox.faults.clear();
  for (const status of [401, 403]) sandbox.faults.inject({ ...page, status, times: 3 });
  await press(popup, 'Refresh');
  await expectBadge(journey, '6');
  expect(await popup.find('button', 'Change key')).toEqual([]);

  sandbox.faults.clear();
  await expect.poll(() => sandbox.world.endings.length, { timeout: 60_000 }).toBe(1);
  await expectBadge(journey, '5');
  await expectNoAlert(popup);
  expect(sandbox.world.endings.map(({ id }) => id)).toEqual([target.id]);
});
