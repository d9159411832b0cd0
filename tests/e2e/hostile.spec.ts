/* An API that is out to harm: markup, controls, bidi, endless texts in every field it can fill. All
 * of it is shown as text in its place, and each session can be ended as what it is. */

import { refOf } from '../../lib/session/ref.ts';
import { plain } from '../../lib/surface/plain.ts';
import {
  brokenTexts,
  hidingIn,
  hostileSession,
  hostileSessions,
  hostileTexts,
  reorders,
  unaddressableIds,
} from '../sandbox/hostile.ts';
import type { Session } from '../sandbox/session.ts';
import {
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
  test,
  type View,
} from './journey.ts';

// Outside of the tests, where the watchdog can read it.
test.setTimeout(180_000);

/** Fills the world with the corpus, over both products; gives what can be ended. */
function addCorpus({ sandbox }: Journey): Session[] {
  const until = { expires_at: new Date(sandbox.clock.now() + 25 * 60_000).toISOString() };
  for (const id of unaddressableIds) {
    sandbox.world.add('mobile', { ...hostileSession('unaddressable', id), ...until });
  }
  return hostileSessions.map((session, at) =>
    sandbox.world.add(at % 2 === 0 ? 'residential' : 'mobile', {
      ...session,
      ...until,
      bytes_used: 1_000_000_000 - at * 1_000_000,
      repinned: at % 3 === 0,
    }),
  );
}

/** What a page holds, line by line: every text and every attribute. */
const READ_ALL = `(() => {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  const shown = [document.title];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) shown.push(...[...node.attributes].map(({ value }) => value));
    else shown.push(node.textContent ?? '');
  }
  return shown.flatMap((text) => text.split('\\n'));
})()`;

/** The elements whose content stands out of them. */
const READ_OVERFLOWING = `[document.documentElement, ...document.body.querySelectorAll(':not(input)')]
  .filter((element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
  .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
  .filter((element) => !element.matches('.unseen'))
  .map((element) => element.outerHTML.slice(0, 200))`;

/** What a page is made of beside text: nothing of this may come from a text. What it loads of itself
 * later on does not count. */
const READ_PARTS = `JSON.stringify({
  title: document.title,
  parts: [...document.querySelectorAll('img:not(.flag), script, iframe, style, link, base, object, embed')]
    .filter(({ href = '' }) => !/^\\/(chunks|assets)\\//.test(new URL(href, location).pathname))
    .map((part) => part.outerHTML),
  acting: [...document.querySelectorAll('*')].flatMap((element) =>
    element.getAttributeNames().filter((name) => name.startsWith('on'))),
  styles: [...document.querySelectorAll('[style]')]
    .map(({ style }) => style.cssText)
    .filter((text) => !/^(top|width|height): [\\d.]+(px|%);$/.test(text)),
  links: [...document.links].filter(({ protocol }) => protocol !== 'https:').length,
})`;

const partsOf = (view: View) => view.evaluate<string>(READ_PARTS);

function expectHarmless(lines: string[]): void {
  const harmful = lines
    // The time of day has a narrow blank of its own.
    .map((line) => line.replaceAll(/\u202f(?=[AP]M)/g, ' '))
    .filter((text) => hidingIn(text).length > 0 || reorders(text) || text.length > 1_500);
  expect(harmful).toEqual([]);
}

async function expectHarmlessPage(view: View): Promise<void> {
  expectHarmless(await view.evaluate<string[]>(READ_ALL));
  expect(await view.evaluate(READ_OVERFLOWING), 'nothing is wider than its place').toEqual([]);
}

async function expectHarmlessTooltip({ browser }: Journey): Promise<void> {
  const lines = (await browser.badge()).title.split('\n');
  expect(lines.length).toBeLessThanOrEqual(6);
  expectHarmless(lines);
}

/** Heights and column places of all rows, each once. */
const READ_LAYOUT = `(() => {
  const rows = [...document.querySelectorAll('tr.row')];
  const once = (values) => [...new Set(values.map((value) => JSON.stringify(value)))];
  return {
    heights: once(rows.map((row) => row.offsetHeight)),
    columns: once(rows.map((row) => [...row.children].slice(0, 3).map((cell) => {
      const { left } = cell.getBoundingClientRect();
      return Math.round(left);
    }))),
    overlaps: rows.filter((row) => [...row.children].some((cell, at, cells) => {
      const next = cells[at + 1]?.getBoundingClientRect().left ?? row.getBoundingClientRect().right;
      return cell.getBoundingClientRect().right > next + 1;
    })).length,
  };
})()`;

/** As accessible names are told: without doubled blanks. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

test('hostile sessions are text in their rows, and each can be ended alone', async ({
  setOut,
}, info) => {
  const journey = await setOut({ sessions: 3, minutesLeft: [20, 29], plan: 'enterprise' });
  const { sandbox, browser } = journey;
  const ordinary = sandbox.world.sessions().map(({ id }) => id);
  const hostile = addCorpus(journey);
  const total = hostile.length + ordinary.length;
  await chooseUndo(journey, 'Off');
  const before = await browser.openPopup();
  const parts = await partsOf(before);
  await before.close();
  const popup = await connect(journey);
  await expectBadge(journey, `${total}+`);
  await expect.poll(() => rowCount(popup)).toBe(total);
  await expectAlert(popup, new RegExp(`^${unaddressableIds.length} records have no id`));

  expect(await partsOf(popup)).toBe(parts);
  await expectHarmlessPage(popup);
  await expectHarmlessTooltip(journey);
  expect(await popup.evaluate(READ_LAYOUT)).toEqual({
    heights: ['42'],
    columns: [expect.any(String)],
    overlaps: 0,
  });
  for (const [at, top] of [0, 400, 800, 1_200, 1_600].entries()) {
    await popup.evaluate(`document.querySelector('.scroller').scrollTo(0, ${top})`);
    await popup.screenshot(info.outputPath(`rows-${at}.png`));
  }

  // The menu holds those with the most bytes, by their exact ids.
  for (const session of hostile.slice(0, 15)) {
    await expect.poll(() => browser.hasMenuItem(`terminate:${refOf(session)}`)).toBe(true);
  }

  await popup.press('Home');
  await endEach(popup, hostile);
  const ids = hostile.map(({ id }) => id).sort();
  const deleted = () => sandbox.journal.requests('delete').map(({ id }) => id);
  await expect.poll(() => deleted().length, { timeout: 60_000 }).toBe(ids.length);
  expect(deleted().sort()).toEqual(ids);
  expect(sandbox.world.endings.map(({ id }) => id).sort()).toEqual(ids);
  const left = sandbox.world.sessions().map(({ id }) => id);
  expect(left.sort()).toEqual([...ordinary, ...unaddressableIds].sort());
  await expectBadge(journey, `${ordinary.length}+`);
  await popup.close();
  expect(await partsOf(await browser.openPopup())).toBe(parts);
});

/** Pages down the list, and clicks the one button of each of these sessions. */
async function endEach(view: View, sessions: Session[]): Promise<void> {
  const left = new Map(sessions.map(({ id }) => [`, ${flat(plain(id))}`, id]));
  for (let pages = 0; left.size > 0 && pages < 20; pages++) {
    const buttons = await view.find('button', /^Terminate /);
    for (const [name, id] of left) {
      const its = buttons.filter((button) => flat(button.name).endsWith(name));
      expect(its.length, `buttons for ${plain(id)}`).toBeLessThan(2);
      if (its.length === 0) continue;
      await its[0]?.click();
      left.delete(name);
    }
    await view.press('PageDown');
  }
  expect([...left.values()].map(plain), 'not found').toEqual([]);
}

test('one from the menu is ended as what it is', async ({ setOut }) => {
  const journey = await setOut({ sessions: 2, minutesLeft: [20, 29] });
  const { sandbox, browser } = journey;
  const ids = [hostileTexts.accessKey, hostileTexts.nul, hostileTexts.override, '__proto__'];
  for (const id of ids) sandbox.world.add('mobile', hostileSession(id));
  await chooseUndo(journey, 'Off');
  await (await connect(journey)).close();
  await expectBadge(journey, String(ids.length + 2));
  for (const id of ids) {
    const item = `terminate:${refOf({ product: 'mobile', id })}`;
    await expect.poll(() => browser.hasMenuItem(item)).toBe(true);
    await browser.clickMenu(item);
    await expect
      .poll(() => sandbox.world.endings.map((ending) => ending.id), { timeout: 15_000 })
      .toContain(id);
  }
  expect(sandbox.world.endings.map(({ id }) => id)).toEqual(ids);
});

test('hostile words of a failure are text, in their room', async ({ setOut }, info) => {
  const journey = await setOut({ plan: 'enterprise' });
  const { sandbox } = journey;
  const answer = (text: string, status: number) =>
    sandbox.faults.inject({
      endpoint: '*',
      kind: 'body',
      status,
      when: 'before',
      body: JSON.stringify({ code: text, message: text, request_id: text }),
    });
  await chooseUndo(journey, 'Off');
  answer(`${hostileTexts.image}${hostileTexts.override}${hostileTexts.pile}`, 401);
  const welcome = await journey.browser.openPopup();
  const parts = await partsOf(welcome);
  await saveKey(welcome, sandbox.keys.full);
  await expectAlert(welcome, /refused the key \(401\).*Request <img/);
  expect(await partsOf(welcome)).toBe(parts);
  await expectHarmlessPage(welcome);
  await welcome.screenshot(info.outputPath('refused.png'));
  sandbox.faults.clear();
  await saveKey(welcome, sandbox.keys.full);
  await expectBadge(journey, '24');

  const { image, override, newlines, longArabic, longGrapheme, longPile, spaces } = hostileTexts;
  const texts = [image, override, newlines, longArabic, longGrapheme, longPile, spaces];
  const statuses = [403, 418, 500];
  for (const [at, text] of [...texts, brokenTexts.high].entries()) {
    const status = statuses[at % statuses.length] ?? 403;
    answer(text, status);
    await press(welcome, 'Refresh');
    await expectAlert(welcome, new RegExp(`\\(${status}|status ${status}`));
    expect(await partsOf(welcome)).toBe(parts);
    await expectHarmlessPage(welcome);
    await expectHarmlessTooltip(journey);
    await welcome.screenshot(info.outputPath(`banner-${at}.png`));
    const banner = "document.querySelector('.problem').offsetHeight";
    expect(await welcome.evaluate<number>(banner)).toBeLessThan(160);
    sandbox.faults.clear();
    await press(welcome, 'Refresh');
    await expectNoAlert(welcome);
  }

  const [target] = await welcome.find('button', /^Terminate /);
  answer(`${newlines}${hostileTexts.hebrew}${longPile}`, 403);
  await target?.click();
  await expectAlert(welcome, /: Not ended: .*403/);
  await expectHarmlessPage(welcome);
  expect(await welcome.evaluate(READ_LAYOUT)).toMatchObject({ heights: ['42'], overlaps: 0 });
  await welcome.screenshot(info.outputPath('row.png'));
});

test('a hostile account is text, in popup and settings', async ({ setOut }, info) => {
  // The settings name a plan that slows the clock down.
  const journey = await setOut({ sessions: 3, plan: 'trial' });
  const { arabic, hebrew, image, long, nul, override, pile } = hostileTexts;
  const account = { email: `${image}${override}${nul}${long}`, plan: `${hebrew}${pile}${arabic}` };
  const before = await journey.browser.openPage('options.html');
  const parts = await partsOf(before);
  await before.close();
  journey.sandbox.faults.inject({
    endpoint: 'account',
    kind: 'body',
    body: JSON.stringify({ id: 'usr_1', ...account }),
  });
  const popup = await connect(journey);
  await expectBadge(journey, '3');
  const text = await popup.text();
  expect(text).toContain(plain(account.email));
  expect(text).toContain(plain(account.plan));
  await expectHarmlessPage(popup);
  await popup.screenshot(info.outputPath('popup.png'));
  await popup.close();

  const options = await journey.browser.openPage('options.html');
  await expect.poll(() => options.text()).toContain(plain(account.plan));
  expect(await partsOf(options)).toBe(parts);
  await expectHarmlessPage(options);
  await options.screenshot(info.outputPath('options.png'));
});
