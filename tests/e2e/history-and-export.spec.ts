/* What is told of sessions apart from the list: how those that ended have ended, and those that are
 * shown as a file. */
import type { Product, Session } from '../sandbox/session.ts';
import {
  expectAllEnded,
  expectText,
  filterBy,
  lasting,
  pickFromList,
  pickFromRow,
  rowOf,
  sentIds,
} from './at-the-list.ts';
import { chooseUndo, connect, expect, type Journey, press, test, type View } from './journey.ts';

test('the history tells how each session ended, and from where', async ({ setOut }) => {
  const journey = await setOut({ sessions: 1, minutesLeft: [20, 29] });
  const { sandbox, browser } = journey;
  const add = (session_id: string, wish = {}, product: Product = 'residential') =>
    sandbox.world.add(product, lasting(sandbox, { session_id, ...wish }));
  const byRow = add('byrow', { bytes_used: 12_300_000 });
  const byMenu = add('bymenu', {}, 'mobile');
  const inBulk = [add('bulk1'), add('bulk2')];
  const elsewhere = add('elsewhere');
  sandbox.world.keepRunning('residential', byRow.id, { afterMs: 2_000 });
  await chooseUndo(journey, 'Off');
  const dying = add('dying', { secondsLeft: 14 });
  const popup = await connect(journey);

  await press(popup, /^Terminate byrow/);
  await expectAllEnded(journey, [byRow.id]);
  await pickFromList(popup, 'History of 24 hours');
  await expectEntry(
    popup,
    'byrow',
    `12.3 MB.*Ended by you · row, .* · ${requestOf(journey, byRow)}`,
  );
  await press(popup, 'Back to the list');
  for (const name of ['bulk1', 'bulk2']) {
    await (await popup.get('checkbox', `Mark ${name}`)).click();
  }
  await press(popup, 'End 2 marked');
  await press(popup, 'End 2');
  sandbox.world.terminate('residential', elsewhere.id);
  await expectText(popup, 'Done: 2 ended');
  await popup.close();
  await browser.clickMenu(`terminate:mobile:${byMenu.id}`);
  const byUs = [byRow, ...inBulk, byMenu].map(({ id }) => id).sort();
  await expect.poll(() => sentIds(journey), { timeout: 15_000 }).toEqual(byUs);

  const again = await browser.openPopup();
  const living = () => sandbox.world.sessions().map(({ id }) => id);
  await expect.poll(living, { timeout: 20_000 }).not.toContain(dying.id);
  await press(again, 'Refresh');
  const returned = await again.get('button', /^Terminate byrow/);
  const heir = returned.name.split(', ').at(-1);
  await again.get('img', /^Came back after .* with a new IP/, await rowOf(again, 'byrow'));

  await pickFromList(again, 'History of 24 hours');
  await expectEntry(
    again,
    'byrow',
    `Ended by you · row, .* · ${requestOf(journey, byRow)} · Came back as ${heir}`,
  );
  await expectEntry(
    again,
    'bymenu',
    `MOB.*Ended by you · menu, .* · ${requestOf(journey, byMenu)}`,
  );
  for (const each of inBulk) {
    await expectEntry(
      again,
      each.session_id,
      `Ended by you · bulk, .* · ${requestOf(journey, each)}`,
    );
  }
  await expectEntry(again, 'elsewhere', 'Gone before its time: ended elsewhere');
  await expectEntry(again, dying.session_id, '1.00 MB.*Expired');
  await again.press('Escape');
  await rowOf(again, 'byrow');
});

/** The vendor's id of the request that ended a session. */
function requestOf({ sandbox }: Journey, { id }: Session): string {
  const sent = sandbox.journal.requests('delete').filter((entry) => entry.id === id);
  expect(sent).toHaveLength(1);
  return sent[0]?.requestId ?? '';
}

/** Waits until one entry of the history is that of this session, and reads so. */
async function expectEntry(popup: View, sessionId: string, words: string): Promise<void> {
  const entries = async () => {
    const found = await popup.find('listitem');
    const texts = await Promise.all(found.map((each) => each.text().catch(() => '')));
    return texts
      .map((text) => text.replaceAll('\n', ' '))
      .filter((text) => text.includes(sessionId));
  };
  await expect.poll(entries, { timeout: 15_000 }).toEqual([expect.stringMatching(words)]);
}

test('what is shown is saved as CSV and as JSON, and nothing of it is a formula', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 12, minutesLeft: [20, 29] });
  const { sandbox, browser } = journey;
  const add = (session_id: string, wish = {}) =>
    sandbox.world.add('mobile', lasting(sandbox, { session_id, region: 'de', ...wish }));
  const formula = add('=1+1', { bytes_used: 7_000_000 });
  const quoted = add('a "b", c', { asn: 3320 });
  const shown = [formula, quoted, add('plain', { subuser: 'sub_4d07aa19' })];
  add('small', { bytes_used: 10 });
  const popup = await connect(journey);
  await filterBy(popup, 'product:mobile region:de bytes>0.9MB');
  await expectText(popup, /\b3 of 16 shown/);
  await pickFromList(popup, 'Export 3 shown as CSV');
  await expect.poll(async () => (await browser.downloads()).length, { timeout: 15_000 }).toBe(1);
  await expectText(popup, `Exporting ${(await browser.downloads())[0]?.name}`);
  await pickFromList(popup, 'Export 3 shown as JSON');
  await expect.poll(async () => (await browser.downloads()).length, { timeout: 15_000 }).toBe(2);

  const [csv, json] = await browser.downloads();
  const name = /^helodata-sessions-\d{4}-\d\d-\d\d-\d{4}-product-mobile-region-de-bytes-900kb\./;
  expect(csv?.name).toMatch(name);
  expect(csv?.name.endsWith('.csv')).toBe(true);
  expect(json?.name).toMatch(name);
  expect(json?.name.endsWith('.json')).toBe(true);

  const records = parseCsv(csv?.text ?? '');
  expect(records.map(({ id }) => id).sort()).toEqual(shown.map(({ id }) => id).sort());
  const byId = (id: string) => records.find((record) => record.id === id);
  expect(byId(formula.id)).toMatchObject({ session_id: "'=1+1", bytes_used: '7000000' });
  expect(byId(quoted.id)).toMatchObject({ session_id: 'a "b", c', asn: '3320', city: '' });
  expect(csv?.text).not.toMatch(/(^|,)"?[=+@-]/m);

  const { filter, sessions } = JSON.parse(json?.text ?? '') as {
    filter: string;
    sessions: Session[];
  };
  expect(filter).toBe('product:mobile region:de bytes>900kB');
  expect(sessions.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
  for (const session of shown) {
    const { status: _, ...told } = session;
    expect(sessions).toContainEqual(expect.objectContaining(told));
  }
  expect(JSON.stringify([csv, json])).not.toContain(sandbox.keys.full);
});

/** RFC 4180 with a byte order mark: a record per line, by the names in the first. */
function parseCsv(text: string): Record<string, string>[] {
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const lines = text.slice(1).split('\r\n');
  expect(lines.pop(), 'the last line ends too').toBe('');
  const [names = [], ...rows] = lines.map(cellsOf);
  return rows.map((cells) => {
    expect(cells).toHaveLength(names.length);
    return Object.fromEntries(cells.map((cell, index) => [names[index], cell]));
  });
}

/** The cells of a line in which no cell has a line break. */
function cellsOf(line: string): string[] {
  const cells = line.match(/(?<=^|,)("(?:[^"]|"")*"|[^",]*)(?=,|$)/g) ?? [];
  return cells.map((cell) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}

test('a row’s menu copies what a job needs', async ({ setOut }) => {
  const journey = await setOut({ sessions: 0 });
  const { sandbox, browser } = journey;
  const session = sandbox.world.add('residential', lasting(sandbox, { session_id: 'cart7' }));
  const popup = await connect(journey);
  const username = 'helo_shop-type-res-region-us-session-cart7-sesstime-10';
  await pickFromRow(popup, 'cart7', 'Copy proxy username');
  await expect.poll(() => browser.clipboard()).toBe(username);
  await pickFromRow(popup, 'cart7', 'Copy curl line');
  await expect
    .poll(() => browser.clipboard())
    .toBe(`curl -x http://gate.helodata.io:7777 -U '${username}:PASSWORD' https://example.com/`);
  await pickFromRow(popup, 'cart7', 'Copy exit IP');
  await expect.poll(() => browser.clipboard()).toBe(session.exit_ip);
  await pickFromRow(popup, 'cart7', 'Copy JSON');
  await expect.poll(() => browser.clipboard()).toContain(`"id": "${session.id}"`);
});
