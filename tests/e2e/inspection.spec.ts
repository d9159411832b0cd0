/* Finding one's way in the list: filter, finders, order, groups, and what the columns tell. */
import type { Subuser } from '../sandbox/account.ts';
import type { Session } from '../sandbox/session.ts';
import { showcase } from '../sandbox/showcase.ts';
import { connect, expect, type Journey, press, test, type View } from './journey.ts';
import {
  addStill,
  expectAllShown,
  expectFocus,
  expectShown,
  filterBox,
  filterBy,
  idsOf,
  shownIds,
} from './list.ts';

// Outside of the tests, where the watchdog can read it.
test.setTimeout(200_000);

type Wanted = (session: Session, subuser: Subuser) => boolean;

const MB = 1_000_000;
const leftMs = ({ expires_at }: Session) => Date.parse(expires_at) - Date.now();
const ageMs = ({ started_at }: Session) => Date.now() - Date.parse(started_at);

/** A free word is looked for in all that people know a session by. */
const said =
  (word: string): Wanted =>
  (session, { name, label }) =>
    [...Object.values(session), `AS${session.asn}`, name, label].some(
      (text) => typeof text === 'string' && text.toLowerCase().includes(word),
    );

/** None that a session of the showcase comes to fit, or no longer fits, in less than a minute: with the
 * keyboard in the list it would wait. */
const FILTERS: Record<string, Wanted> = {
  cart7f3: said('cart7f3'),
  Compass: said('compass'),
  pricewatch: said('pricewatch'),
  as7922: said('as7922'),
  'tokyo -CART': (...it) => said('tokyo')(...it) && !said('cart')(...it),
  '"north-west Europe, nightly"': said('north-west europe, nightly'),
  'region:us': ({ region }) => region === 'us',
  'asn:7922': ({ asn }) => asn === 7922,
  'subuser:compass': (_, { label }) => label.includes('Compass'),
  'subuser:"QA & ""smoke"""': (_, { name }) => name === 'qa7',
  'session:review': ({ session_id }) => session_id.includes('review'),
  'session=smoke': ({ session_id }) => session_id === 'smoke',
  '-product:mobile': ({ product }) => product === 'residential',
  'repinned:yes': ({ repinned }) => repinned,
  'bytes>150MB': ({ bytes_used }) => bytes_used > 150 * MB,
  'requests>10k': ({ requests }) => requests > 10_000,
  'left<5m30s': (session) => leftMs(session) < 330_000,
  'age>8m': (session) => ageMs(session) > 480_000,
  'ip:198.51.100.7': ({ exit_ip }) => exit_ip.startsWith('198.51.100.7'),
  'region:us bytes<4MB -session:cart': ({ region, bytes_used, session_id }) =>
    region === 'us' && bytes_used < 4 * MB && !session_id.includes('cart'),
};

test('the filter shows exactly what it says, and points at what it does not understand', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 0 });
  const { sandbox } = journey;
  showcase(sandbox);
  const popup = await connect(journey);
  const ownerOf = ({ subuser }: Session) =>
    sandbox.world.subusers.find(({ id }) => id === subuser) as Subuser;
  for (const [text, wanted] of Object.entries(FILTERS)) {
    await filterBy(popup, text);
    await expectShown(journey, popup, { why: text, wanted: (it) => wanted(it, ownerOf(it)) });
  }

  const isUs = { why: 'region:us', wanted: ({ region }: Session) => region === 'us' };
  await filterBy(popup, 'region:us');
  await expectShown(journey, popup, isUs);
  await popup.press('/');
  await popup.press('End');
  await popup.type(' bytes>abc');
  expect(await (await popup.get('mark')).text()).toBe('abc');
  expect(await (await filterBox(popup)).attribute('aria-invalid')).toBe('true');
  expect(await popup.text()).toContain('The filter is not understood yet');
  await expectShown(journey, popup, isUs);
  await filterBy(popup, 'regoin:us');
  await popup.press('/');
  await expect.poll(() => popup.text()).toContain('Did you mean “region”?');
  await expectShown(journey, popup, isUs);

  await press(popup, 'Clear filter');
  await expectAllShown(journey, popup);
});

test('suggestions by keyboard and by mouse; filter, order and groups outlast popup and worker', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 24, minutesLeft: [20, 29] });
  let popup = await connect(journey);
  const holds = async (text: string) =>
    expect.poll(async () => (await filterBox(popup)).value()).toBe(text);

  await popup.press('/');
  await popup.type('reg');
  await popup.get('option', /^region:/);
  await popup.press('ArrowDown');
  await popup.press('Tab');
  await holds('region:');
  await popup.type('u');
  await popup.get('option', /^us\b/);
  await popup.press('ArrowDown');
  await popup.press('Enter');
  await holds('region:us');
  await expectFocus(popup, 'combobox', 'Filter');
  await popup.type(' prod');
  await (await popup.get('option', /^product:/)).click();
  await holds('region:us product:');
  await (await popup.get('option', /^residential/)).click();
  await holds('region:us product:residential');
  await expectFocus(popup, 'combobox', 'Filter');
  await expectShown(journey, popup, {
    why: 'accepted suggestions',
    wanted: ({ region, product }) => region === 'us' && product === 'residential',
  });

  await press(popup, 'Sort by Session');
  await (await popup.get('combobox', 'Group by')).choose('By product');
  await (await filterBox(popup)).fill('');
  await popup.type('region:us');
  // Right after the last letter: nothing has paused.
  await popup.close();
  await journey.browser.killBackground();
  popup = await journey.browser.openPopup();
  await holds('region:us');
  await expectShown(journey, popup, {
    why: 'opened anew',
    wanted: ({ region }) => region === 'us',
  });
  expect(await sortOf(popup, 'Session')).toBe('ascending');
  expect(await (await popup.get('combobox', 'Group by')).value()).toBe('product');
  const { world } = journey.sandbox;
  const wanted = (['mobile', 'residential'] as const).flatMap((product) =>
    ordered(world.sessions(product), ({ session_id }) => session_id, 1),
  );
  await expectOrder(popup, idsOf(wanted.filter(({ region }) => region === 'us')));
});

test('finders write themselves into the filter; rates need a second list, idleness a minute', async ({
  setOut,
}) => {
  const journey = await setOut({ sessions: 0 });
  const { sandbox } = journey;
  const movers = Array.from({ length: 12 }, (_, n) =>
    addStill(sandbox, { mb: 5, session_id: `mover${n}x`, bytesPerSecond: 1000 * 2 ** n }),
  );
  addStill(sandbox, { mb: 40, session_id: 'moved', repinned: true, secondsLeft: 1_490 });
  addStill(sandbox, { mb: 41, session_id: 'pair' });
  addStill(sandbox, { mb: 42, session_id: 'pair', region: 'jp' });
  addStill(sandbox, { mb: 43, session_id: 'left', exit_ip: '198.51.100.77' });
  addStill(sandbox, { mb: 44, session_id: 'right', exit_ip: '198.51.100.77' });
  addStill(sandbox, { mb: 45, session_id: 'soon', secondsLeft: 115 });
  const popup = await connect(journey);
  const text = await popup.text();
  expect(text, 'no rate after the first list').not.toContain('B/min');
  expect(text, 'the sub-user’s label').toContain('Shop');
  expect(await (await popup.get('row', /moved/)).text(), 'left and age').toMatch(/24:\d\d.*5m/s);

  const count = (same: (session: Session) => string) => (session: Session) =>
    sandbox.world.sessions().filter((other) => same(other) === same(session)).length;
  await expectFinder(journey, popup, 'Re-pinned', 'repinned:yes', ({ repinned }) => repinned);
  const isTwin = (it: Session) => count(({ session_id }) => session_id)(it) > 1;
  await expectFinder(journey, popup, 'Twins', 'twin:yes', isTwin);
  const isShared = (it: Session) => count(({ exit_ip }) => exit_ip)(it) > 1;
  await expectFinder(journey, popup, 'Shared exit', 'shared:yes', isShared);
  await expectFinder(journey, popup, 'Ending soon', 'left<2m', (it) => leftMs(it) < 120_000);

  await expect
    .poll(async () => (await popup.get('row', /mover11x/)).text(), { timeout: 25_000 })
    .toMatch(/1\d\d MB\/min/);
  expect(await popup.html()).toContain('class="sparkline"');
  const fastest = idsOf(movers).slice(2);
  await expectFinder(journey, popup, 'Runaway', 'rate:top', ({ id }) => fastest.includes(id));
  await press(popup, 'Sort by Rate');
  expect(await sortOf(popup, 'Rate')).toBe('descending');
  const first = async () => (await shownIds(popup)).slice(0, movers.length);
  await expect.poll(first).toEqual(idsOf(movers).reverse());
  await press(popup, 'Sort by Rate');
  expect(await sortOf(popup, 'Rate')).toBe('ascending');
  const last = async () => (await shownIds(popup)).slice(-movers.length);
  await expect.poll(last).toEqual(idsOf(movers));

  const isStill = ({ id }: Session) => !idsOf(movers).includes(id);
  await expectFinder(journey, popup, 'Idle', 'idle:yes', isStill, 100_000);
});

test('every column orders both ways, and groups have their sums', async ({ setOut }) => {
  const journey = await setOut({ sessions: 0 });
  const { sandbox } = journey;
  const subusers = sandbox.world.subusers.map(({ id }) => id);
  const regions = ['us', 'de', 'jp', 'us', 'gb', 'de', 'us', 'jp', 'fr'];
  for (const [n, region] of regions.entries()) {
    addStill(sandbox, {
      ...{ region, session_id: `${'qwertzuio'[n]}job`, subuser: subusers[n % 4] ?? '' },
      ...{ mb: 10 + ((n * 5) % 9) * 10, requests: 100 + ((n * 7) % 9), state: `s${9 - n}` },
      ...{ exit_ip: `203.0.113.${10 + ((n * 2) % 9)}`, secondsLeft: 700 + ((n * 4) % 9) * 60 },
    });
  }
  const popup = await connect(journey);
  await expect.poll(() => shownIds(popup)).toHaveLength(regions.length);
  const labelOf = ({ subuser }: Session) =>
    sandbox.world.subusers.find(({ id }) => id === subuser)?.label ?? '';
  const columns: Record<string, (session: Session) => string | number> = {
    Session: ({ session_id }) => session_id,
    'Sub-user': labelOf,
    Place: ({ region, state }) => `${region} ${state}`,
    'Exit IP': ({ exit_ip }) => exit_ip,
    Left: leftMs,
    Age: ageMs,
    Data: ({ bytes_used }) => bytes_used,
    Requests: ({ requests }) => requests,
  };
  for (const [column, key] of Object.entries(columns)) {
    const directions = new Set();
    for (let click = 0; click < 2; click += 1) {
      await press(popup, `Sort by ${column}`);
      const direction = await sortOf(popup, column);
      directions.add(direction);
      const sign = direction === 'ascending' ? 1 : -1;
      const wanted = idsOf(ordered(sandbox.world.sessions(), key, sign));
      await expectOrder(popup, wanted, `${column} ${direction}`);
    }
    expect(directions, column).toEqual(new Set(['ascending', 'descending']));
  }

  const shown = (label: string) => (label.length > 80 ? `${label.slice(0, 80)}…` : label);
  await expectGroups(journey, popup, 'By sub-user', (it) => shown(labelOf(it)));
  const names: Record<string, string> = {
    ...{ us: 'United States', de: 'Germany', jp: 'Japan', gb: 'United Kingdom', fr: 'France' },
  };
  await expectGroups(journey, popup, 'By region', ({ region }) => region, names);
  sandbox.world.add('mobile', { bytes_used: 70 * MB, requests: 1, region: 'us' });
  await press(popup, 'Refresh');
  await expect.poll(() => shownIds(popup)).toHaveLength(regions.length + 1);
  const products = { residential: 'Residential', mobile: 'Mobile' };
  await expectGroups(journey, popup, 'By product', ({ product }) => product, products);
});

/** Turns a finder on, sees what it writes and shows, and turns it off again. */
async function expectFinder(
  journey: Journey,
  popup: View,
  name: string,
  term: string,
  wanted: (session: Session) => boolean,
  timeout?: number,
): Promise<void> {
  await press(popup, name);
  await expect.poll(async () => (await filterBox(popup)).value()).toBe(term);
  expect(await (await popup.get('button', name)).attribute('aria-pressed')).toBe('true');
  await expectShown(journey, popup, { why: name, wanted, ...(timeout && { timeout }) });
  await press(popup, name);
  await expect.poll(async () => (await filterBox(popup)).value()).toBe('');
}

/** The text at the end of a group's heading: a rate is known from the second list on. */
const HEADING = / · (–|(≥ )?0 B\/min)$/;

/** Groups the list, and holds headings and sums against the world. `names`: how a key is shown. */
async function expectGroups(
  { sandbox }: Journey,
  popup: View,
  option: string,
  keyOf: (session: Session) => string,
  names: Record<string, string> = {},
): Promise<void> {
  await (await popup.get('combobox', 'Group by')).choose(option);
  const groups = new Map<string, Session[]>();
  for (const session of ordered(sandbox.world.sessions(), keyOf, 1)) {
    groups.set(keyOf(session), [...(groups.get(keyOf(session)) ?? []), session]);
  }
  const wanted = [...groups].map(([key, sessions]) => {
    const mb = sessions.reduce((sum, { bytes_used }) => sum + bytes_used, 0) / MB;
    const count = sessions.length === 1 ? '1 session' : `${sessions.length} sessions`;
    return `${names[key] ?? key} ${count} · ${mb < 100 ? mb.toFixed(1) : mb} MB`;
  });
  const headings = async () =>
    (await popup.find('row', HEADING)).map(({ name }) =>
      name.replace(HEADING, '').replace(/(?<=\S)(?=\d+ session)/, ' '),
    );
  await expect.poll(headings, { message: option }).toEqual(wanted);
  const members = async () =>
    (await shownIds(popup)).map((id) =>
      keyOf(sandbox.world.sessions().find((it) => it.id === id) as Session),
    );
  await expect
    .poll(members, { message: option })
    .toEqual([...groups].flatMap(([key, { length }]) => Array(length).fill(key)));
}

/** The first screen comes first, and the rows below it a moment later. */
async function expectOrder(popup: View, ids: string[], message = 'order'): Promise<void> {
  await expect.poll(() => shownIds(popup), { message }).toEqual(ids);
}

async function sortOf(popup: View, column: string): Promise<string | null> {
  const heading = await popup.get('columnheader', new RegExp(`Sort by ${column}\\b`));
  return heading.attribute('aria-sort');
}

/** Those of the same key by their id, whichever way. */
function ordered(sessions: Session[], key: (session: Session) => string | number, sign: 1 | -1) {
  const keyed = sessions.map((session) => ({ session, key: key(session) }));
  const compared = (a: string | number, b: string | number) => Number(a > b) - Number(a < b);
  keyed.sort((a, b) => sign * compared(a.key, b.key) || compared(a.session.id, b.session.id));
  return keyed.map(({ session }) => session);
}
