/* One session over the list: all that is known of it, at the price of one request, and what can be
 * done from there. */
import type { Session } from '../sandbox/session.ts';
import { expectAllEnded, expectText, LOGINS, lasting, rowOf, SHOP } from './at-the-list.ts';
import {
  connect,
  expect,
  expectAlert,
  expectNoAlert,
  type Found,
  inChromiumOnly,
  type Journey,
  press,
  test,
  type View,
} from './journey.ts';

test('every field is there and can be copied, with the exact username and no password', async ({
  setOut,
}, info) => {
  const journey = await setOut({ sessions: 2, minutesLeft: [20, 29], samplesAs: 'none' });
  const { sandbox, browser } = journey;
  const shop = sandbox.world.add(
    'residential',
    lasting(sandbox, {
      ...{ session_id: 'cart7', subuser: SHOP, bytes_used: 34_200_000, requests: 1_234 },
      ...{ region: 'us', state: 'ca', city: 'la', asn: 7922 },
    }),
  );
  const bare = sandbox.world.add(
    'mobile',
    lasting(sandbox, { session_id: 'login9', subuser: LOGINS, region: 'br' }),
  );
  const popup = await connect(journey);
  await (await rowOf(popup, 'cart7')).click();
  await popup.get('heading', 'cart7');
  const username =
    'helo_shop-type-res-region-us-state-ca-city-la-asn-7922-session-cart7-sesstime-10';
  const curl = `curl -x http://gate.helodata.io:7777 -U '${username}:PASSWORD' https://example.com/`;
  expect(await fieldsIn(popup)).toMatchObject({
    ...{ Data: '34.2 MB', Requests: '1,234', Username: username, curl },
    ...{ Session: 'cart7', ID: shop.id, 'Sub-user': 'Shop', Name: 'shop', 'Sub-user ID': SHOP },
    ...{ Product: 'Residential', Region: 'United States · us', State: 'ca', City: 'la' },
    ...{ ASN: 'AS7922', 'Exit IP': shop.exit_ip, 'Re-pinned': 'No', Status: 'Active' },
    ...{ Left: expect.stringMatching(/^\d:\d\d$/), Age: expect.stringMatching(/min|s/) },
    ...{ Started: inWords(shop.started_at), Expires: inWords(shop.expires_at) },
  });
  await expect.poll(() => lookedAt(journey)).toEqual([shop.id]);
  await expectText(popup, 'helodata tells of no requests.');
  await popup.screenshot(info.outputPath('detail.png'));

  const copies = {
    ...{ Data: '34200000', Region: 'us', 'Exit IP': shop.exit_ip, Username: username, curl },
    ...{ Started: shop.started_at, 'Sub-user': 'Shop' },
  };
  for (const [name, text] of Object.entries(copies)) {
    await press(popup, `Copy: ${name}`);
    await expect.poll(() => browser.clipboard(), `${name} is copied`).toBe(text);
  }
  await press(popup, 'Copy JSON');
  await expect.poll(() => browser.clipboard()).toContain('"product"');
  const { status: _, ...record } = shop;
  expect(JSON.parse(await browser.clipboard())).toEqual(record);

  // Back at its row; by the keyboard another one opens.
  await popup.press('Escape');
  await expect.poll(async () => (await popup.focused())?.name).toContain('cart7');
  await (await popup.get('combobox', 'Filter')).fill('login9');
  await popup.press('Enter');
  await popup.press('j');
  await popup.press('Enter');
  await popup.get('heading', 'login9');
  expect(await fieldsIn(popup)).toMatchObject({
    ...{ Username: 'helo_logins-type-mob-region-br-session-login9-sesstime-10' },
    ...{ State: 'Any', City: 'Any', ASN: 'Any', 'Sub-user': 'No label', Product: 'Mobile' },
  });
  await expect.poll(() => lookedAt(journey)).toEqual([shop.id, bare.id]);
});

/** Names and values, as they can be read. */
async function fieldsIn(popup: View): Promise<Record<string, string>> {
  const texts = async (role: string) =>
    Promise.all((await popup.find(role)).map(async (each) => (await each.text()).trim()));
  const [names, values] = await Promise.all([texts('term'), texts('definition')]);
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** An instant as en-US has it, in whatever zone this machine is. */
const inWords = (instant: string) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium' }).format(
    Date.parse(instant),
  );

const lookedAt = ({ sandbox }: Journey) => sandbox.journal.requests('detail').map(({ id }) => id);

test(
  'the latest requests are a table, whatever they are called, and moves of the IP are kept',
  inChromiumOnly,
  async ({ setOut }, info) => {
    const journey = await setOut({ sessions: 2, minutesLeft: [20, 29], samplesAs: 'log' });
    const { world } = journey.sandbox;
    const crawl = world.sessions().find(({ session_id }) => session_id === 'crawl9') as Session;
    const popup = await connect(journey);
    const heads = async () => (await popup.find('columnheader')).map(({ name }) => name);
    await (await rowOf(popup, 'crawl9')).click();
    const table = await popup.get('table', 'Last requests');
    expect(await heads()).toEqual(
      expect.arrayContaining(['time', 'status', 'target', 'exit_ip', 'geo', 'asn', 'bytes', 'tag']),
    );
    expect(await popup.find('row', undefined, table)).toHaveLength(11);
    expect((await table.text()).match(/\.example\.(com|net|org):443/g)).toHaveLength(10);
    const chart = /^0 B at the start, .* when first seen, .* now$/;
    await popup.get('img', chart);
    await popup.press('Escape');

    world.samplesAs = 'samples';
    world.repin('residential', crawl.id);
    const [moved] = world.sessions().filter(({ id }) => id === crawl.id);
    expect(moved?.exit_ip).not.toBe(crawl.exit_ip);
    await popup.press('r');
    await popup.get('row', new RegExp(`crawl9.*${moved?.exit_ip}.*Re-pinned`));
    await popup.press('Enter');
    const again = await popup.get('table', 'Last requests');
    await expect.poll(heads).toEqual(expect.arrayContaining(['method', 'host', 'duration_ms']));
    expect(await popup.find('row', undefined, again)).toHaveLength(11);
    const exits = await popup.get('region', 'Exit IPs');
    const ips = await Promise.all((await popup.find('listitem', undefined, exits)).map(textOf));
    expect(ips).toEqual([
      expect.stringMatching(new RegExp(`^${moved?.exit_ip}\\s+since `)),
      expect.stringMatching(new RegExp(`^${crawl.exit_ip}\\s+first seen `)),
    ]);
    expect(await fieldsIn(popup)).toMatchObject({ 'Re-pinned': 'Yes, the IP was reassigned' });
    await popup.screenshot(info.outputPath('moved.png'));
    expect(lookedAt(journey)).toEqual([crawl.id, crawl.id]);
  },
);

const textOf = (found: Found) => found.text();

test(
  'it can be ended there; one that is gone keeps its last state; a failure is told',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 2, minutesLeft: [20, 29] });
    const { sandbox } = journey;
    const { world, faults } = sandbox;
    const add = (session_id: string) =>
      world.add('residential', lasting(sandbox, { session_id, bytes_used: 5_000_000 }));
    const [aimed, early, gone, failing] = [add('aimed'), add('early'), add('gone'), add('failing')];
    const popup = await connect(journey);
    const open = async (name: string) => {
      await (await rowOf(popup, name)).click();
      await popup.get('heading', name);
    };

    await open('aimed');
    await press(popup, /^Terminate aimed/);
    await press(popup, /^Undo ending aimed/);
    await press(popup, /^Terminate aimed/);
    await expectAllEnded(journey, [aimed.id]);
    await expectText(popup, /Ended by you[\s\S]*This is what was last known of it\./);
    expect(await fieldsIn(popup)).toMatchObject({ Data: '5.00 MB', ID: aimed.id });
    await press(popup, 'Back to the list');

    world.terminate('residential', early.id);
    await open('early');
    await expect
      .poll(async () => (await fieldsIn(popup)).Status)
      .toMatch(/Ended early|ended elsewhere/);
    await press(popup, 'Back to the list');

    world.expire('residential', gone.id);
    await open('gone');
    await expectText(
      popup,
      'helodata does not know it any more (404). This is what was last known of it.',
    );
    expect(await fieldsIn(popup)).toMatchObject({
      ...{ Status: expect.stringMatching(/^Gone/), Data: '5.00 MB', ID: gone.id },
    });
    await press(popup, 'Back to the list');

    faults.inject({ endpoint: 'detail', kind: 'status', status: 500, times: 1 });
    await open('failing');
    await expectAlert(popup, /helodata has a fault \(500\)/);
    await expectText(popup, 'Not known.');
    await press(popup, 'Try again');
    await expectNoAlert(popup);
    await popup.get('table', 'Last requests');
    expect(lookedAt(journey)).toEqual([aimed, early, gone, failing, failing].map(({ id }) => id));
  },
);
