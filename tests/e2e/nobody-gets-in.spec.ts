/* The key goes to the API alone, whatever the API answers, and nothing of the browser's goes with
 * it. */
import type { FaultSpec } from '../sandbox/faults.ts';
import type { Entry } from '../sandbox/journal.ts';
import {
  test as base,
  chooseUndo,
  connect,
  expect,
  expectAlert,
  expectBadge,
  expectNoAlert,
  type Journey,
  press,
  rowCount,
  saveKey,
  type View,
} from './journey.ts';
import { type Stranger, startStranger } from './stranger.ts';

const REDIRECTS = [301, 302, 307, 308];
const PRODUCTS = ['residential', 'mobile'] as const;
const SET_COOKIE = { 'set-cookie': 'of-the-api=1; Path=/; Max-Age=3600' };

/** What a browser says of itself with each request, and the key. */
const EXPECTED_HEADER =
  /^(accept|accept-encoding|accept-language|authorization|cache-control|connection|host|pragma|priority|sec-.*|user-agent)$/;

const test = base.extend<{ stranger: Stranger }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern for dependencies
  stranger: async ({}, use) => {
    const stranger = await startStranger();
    await use(stranger);
    await stranger.close();
  },
});

test('an API that redirects and sets cookies makes neither key nor cookie leave', async ({
  setOut,
  stranger,
}) => {
  const journey = await setOut();
  const { browser, sandbox } = journey;
  const [sameHost, otherHost] = stranger.origins;
  await fillCookieJar(journey, stranger);
  setCookies(journey);
  const first = await connect(journey);
  expect(await asked(journey, first), 'the popup tries the key').toEqual(['/v1/users/me']);
  await first.close();
  await chooseUndo(journey, 'Off');

  const options = await browser.openPage('options.html');
  for (const status of REDIRECTS) {
    const before = requests(journey).length;
    sandbox.faults.clear();
    redirect(journey, { endpoint: 'account', times: 1 }, status, sameHost);
    redirect(journey, { endpoint: '*', product: 'mobile' }, status, sameHost);
    redirect(journey, { endpoint: '*' }, status, otherHost);
    await press(options, 'Replace key');
    await saveKey(options, sandbox.keys.full);
    await press(options, 'Keep it unchecked');
    await expect
      .poll(() => outcomes(requests(journey).slice(before)), { timeout: 10_000 })
      .toEqual(['account', 'list', 'list', 'subusers'].map((it) => `${it} ${status}`));
  }
  expect(await asked(journey, options)).toEqual(REDIRECTS.map(() => '/v1/users/me'));
  await options.close();

  sandbox.faults.clear();
  const aimed = aimAtSessions(journey, stranger);
  setCookies(journey);
  const popup = await browser.openPopup();
  await press(popup, 'Refresh');
  await expectBadge(journey, '24');
  for (const { id } of aimed) await press(popup, new RegExp(`^Terminate .*${id}$`));
  /** The first of each kind for each session; later ones meet the same. */
  const endings = () => {
    const all = requests(journey).filter(({ endpoint }) => /^de/.test(endpoint));
    const isFirst = (entry: Entry, at: number) =>
      all.findIndex(({ endpoint, id }) => endpoint === entry.endpoint && id === entry.id) === at;
    return all.filter(isFirst);
  };
  // A person who keeps asking has what failed in passing tried again.
  const askAgain = async () => {
    await press(popup, 'Refresh');
    return outcomes(endings());
  };
  await expect
    .poll(askAgain, { timeout: 60_000, intervals: [1_500] })
    .toEqual(
      ['delete', 'detail'].flatMap((it) => aimed.map(({ status }) => `${it} ${status}`)).sort(),
    );
  expect(await asked(journey, popup), 'the background asks for the rest').toEqual([]);

  expect(stranger.seen, 'nothing reaches another server').toEqual([]);
  const origin = await popup.evaluate('location.origin');
  for (const { endpoint, method, headers, keyName } of requests(journey)) {
    expect(keyName, endpoint).toBe('full');
    // Browsers name the extension with each request that may change something.
    expect(headers.origin, endpoint).toBe(method === 'DELETE' ? origin : undefined);
    const others = Object.keys(headers).filter((it) => !EXPECTED_HEADER.test(it));
    expect(others, endpoint).toEqual(method === 'DELETE' ? ['origin'] : []);
  }
  expect(await cookiesSentTo(journey), 'the API has set no cookie').toBe('jar=full');
});

test('without access to the site nothing is sent; once there is, it goes on by itself', async ({
  setOut,
}) => {
  const journey = await setOut();
  const { browser, sandbox } = journey;
  await chooseUndo(journey, 'Off');
  const popup = await connect(journey);
  await expectBadge(journey, '24');
  await browser.allowSite(false);
  sandbox.journal.clear();
  await expectAlert(popup, /does not let the extension connect/);
  await popup.get('button', 'Allow access');
  expect(await rowCount(popup)).toBe(24);
  const [button] = await popup.find('button', /^Terminate /);
  await button?.click();
  await popup.get('button', /^Ending/);
  expect(sandbox.journal.entries().filter(({ keyName }) => keyName !== 'none')).toEqual([]);

  await browser.allowSite(true);
  await expectNoAlert(popup);
  await expectBadge(journey, '23');
  await expect.poll(() => sandbox.world.endings.length).toBe(1);
  // A list of a moment ago is not asked for at once, nor by the popup's next tick, ten seconds on.
  await expect
    .poll(() => sandbox.journal.requests('list').at(-1), { timeout: 30_000 })
    .toMatchObject({ keyName: 'full', status: 200 });
});

/** Has a cookie set for the API's host by another site on it; shows that the browser sends it. */
async function fillCookieJar(journey: Journey, stranger: Stranger): Promise<void> {
  for (const origin of stranger.origins) {
    await (await journey.browser.visit(`${origin}/1`)).close();
    await (await journey.browser.visit(`${origin}/2`)).close();
    const second = stranger.seen.find(
      ({ url, headers }) => url === '/2' && headers.host === new URL(origin).host,
    );
    expect(second?.headers.cookie).toBe('jar=full');
  }
  expect(await cookiesSentTo(journey)).toBe('jar=full');
  stranger.seen.length = 0;
  journey.sandbox.journal.clear();
}

/** What the browser sends along to the API's host when a person goes there. */
async function cookiesSentTo({ browser, sandbox }: Journey): Promise<string | undefined> {
  await (await browser.visit(`${sandbox.baseUrl}/users/me`)).close();
  return sandbox.journal.requests('account').at(-1)?.headers.cookie;
}

/** Every answer from now on, faults aside, is what it is and sets a cookie. */
function setCookies({ sandbox }: Journey): void {
  sandbox.faults.inject({ endpoint: '*', kind: 'latency', headers: SET_COOKIE });
}

type Aim = Pick<FaultSpec, 'endpoint' | 'product' | 'id' | 'times'>;

function redirect({ sandbox }: Journey, aim: Aim, status: number, origin: string): void {
  const headers = { ...SET_COOKIE, location: `${origin}/taken` };
  sandbox.faults.inject({ ...aim, kind: 'status', status, headers });
}

/** One session of each product per status, whose end and whose details are redirected. */
function aimAtSessions(journey: Journey, { origins }: Stranger): { id: string; status: number }[] {
  return REDIRECTS.flatMap((status, n) =>
    PRODUCTS.map((product, which) => {
      const id = journey.sandbox.world.sessions(product)[n]?.id ?? '';
      for (const endpoint of ['delete', 'detail'] as const) {
        redirect(journey, { endpoint, product, id }, status, origins[which] ?? '');
      }
      return { id, status };
    }),
  );
}

/** All requests that the sandbox has had, but for a tab's wish for an icon. */
function requests({ sandbox }: Journey): Entry[] {
  return sandbox.journal.entries().filter(({ path }) => path !== '/favicon.ico');
}

function outcomes(entries: Entry[]): string[] {
  return entries.map(({ endpoint, status }) => `${endpoint} ${status}`).sort();
}

/** What a page itself has asked the API for, by its own record. */
function asked({ sandbox }: Journey, page: View): Promise<string[]> {
  return page.evaluate(`performance.getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith('${sandbox.origin}'))
    .map((name) => name.slice('${sandbox.origin}'.length))`);
}
