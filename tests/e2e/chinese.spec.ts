/* The whole main job in Chinese: what a person meets there is found by the messages of zh_CN.yml, and
 * no English is left on the way. */

import {
  connect,
  expect,
  expectBadge,
  expectEnded,
  type Journey,
  press,
  stored,
  test,
  type View,
} from './journey.ts';
import { addStill, rowOf } from './list.ts';
import { phrasesIn, wordsIn } from './words.ts';

const zh = wordsIn('zh_CN');
/** What is said in English alone. A short word in small letters may also be the page's own. */
const CHINESE = phrasesIn('zh_CN').join('\n');
const ENGLISH = phrasesIn('en').filter(
  (phrase) => /^[A-Z][a-z]{4}|[a-z] [a-z]/.test(phrase) && !CHINESE.includes(phrase),
);

test('from the key to the end of a session, and to the settings', async ({ setOut }) => {
  const journey = await setOut({ sessions: 12 }, { lang: 'zh-CN' });
  const { browser, sandbox } = journey;
  const target = addStill(sandbox, { session_id: 'zhongwen', mb: 34.2 });
  await expectBadge(journey, zh('badge.key'));
  await expect
    .poll(async () => (await browser.badge()).title)
    .toBe(`${zh('extension.name')}\n${zh('tooltip.noKey')}`);

  const popup = await browser.openPopup();
  await expectChinese(popup, zh('extension.name'));
  await (await popup.get('textbox', zh('key.label'))).fill(`hel_live_${'0'.repeat(64)}`);
  await press(popup, zh('key.save'));
  await expect
    .poll(async () => (await popup.get('alert')).text())
    .toContain(zh('error.keyRefused'));
  await (await popup.get('textbox', zh('key.label'))).fill(sandbox.keys.full);
  await press(popup, zh('key.save'));

  await popup.get('grid', zh('popup.list'), undefined, { timeoutMs: 15_000 });
  await expectBadge(journey, '13');
  expect(await popup.text()).toContain(zh('count.active', 13));
  const { title } = await browser.badge();
  expect(title).toContain(zh('count.active', 13));
  expect(title).toMatch(new RegExp(zh('tooltip.asOf', ['\\d\\d:\\d\\d:\\d\\d'])));
  await expectChinese(popup, zh('extension.name'));

  await lookUp(popup, target.session_id);
  await endIt(journey, popup, target);
  await lookBack(popup, target.session_id);
  await changeUndo(journey, popup);
});

for (const lang of ['zh-TW', 'ar']) {
  test(`in a browser of ${lang} all is in English, from left to right`, async ({ setOut }) => {
    const journey = await setOut({ sessions: 0 }, { lang });
    const { browser, sandbox } = journey;
    addStill(sandbox, { session_id: 'many', mb: 34.2 });
    const popup = await connect(journey);
    const [first, ...others] = await popup.evaluate<string[]>('navigator.languages');
    expect(first, 'what Chromium speaks').toBe(lang);
    expect(others).toContain('en-US');
    await expectBadge(journey, '1');
    expect(await popup.text()).toContain('34.2 MB');
    expect((await browser.badge()).title).toMatch(/1 active session.*As of \d+:\d\d:\d\d\s[AP]M/s);
    await expectEnglish(popup);
    await expectEnglish(await browser.openPage('options.html'));
  });
}

/** A filter with a mistake, then one that leaves the one session, and all that is known of it. */
async function lookUp(popup: View, sessionId: string): Promise<void> {
  await (await popup.get('combobox', zh('list.filter'))).fill('bytes>abc');
  await expect.poll(() => popup.text()).toContain(zh('filter.wrongValue', ['abc', 'bytes>50MB']));
  await (await popup.get('combobox', zh('list.filter'))).fill(`session:${sessionId}`);
  await popup.press('Enter');
  await expect.poll(() => popup.text()).toContain(zh('list.shown', ['1', '13']));
  await popup.press('?');
  await popup.get('dialog', zh('keys.title'));
  await expectChinese(popup, zh('extension.name'));
  await press(popup, zh('keys.close'));
  await (await rowOf(popup, sessionId)).rightClick();
  await (await popup.get('menuitem', zh('list.menu.open'))).click();
  await popup.get('img', new RegExp(phrase('detail.chartNameNow')));
  await popup.get('table', zh('detail.samples'));
  expect(await popup.text()).toContain('34.2 MB');
  await expectChinese(popup, zh('extension.name'));
}

/** Ends it, takes that back, and ends it for good; the sandbox hears of the second alone. */
async function endIt(journey: Journey, popup: View, { id, session_id }: Target): Promise<void> {
  const detail = await popup.get('region', session_id);
  const named = (key: 'row.terminateName' | 'row.undoName') =>
    new RegExp(`^${zh(key, [session_id, ''])}.*${id}$`);
  await press(popup, named('row.terminateName'), detail);
  await expect.poll(() => popup.text()).toMatch(new RegExp(zh('row.endingIn', ['\\d'])));
  await press(popup, named('row.undoName'), detail);
  await expectBadge(journey, '13');
  await press(popup, named('row.terminateName'), detail);
  await expectEnded(journey, [id]);
  await expectBadge(journey, '12');
  await expect.poll(() => popup.text()).toContain(zh('ends.terminated'));
  await expect.poll(() => popup.text()).toContain(zh('count.active', 12));
  await expectChinese(popup, zh('extension.name'));
}

async function lookBack(popup: View, sessionId: string): Promise<void> {
  await press(popup, zh('detail.backName'));
  await press(popup, zh('list.clearFilter'));
  await press(popup, zh('list.more'));
  await (await popup.get('menuitem', zh('list.menu.history'))).click();
  const entries = await popup.get('list', zh('history.list'));
  const text = await entries.text();
  expect(text).toContain(sessionId);
  expect(text).toContain(zh('ends.asked_terminated', [zh('ends.fromRow'), '']));
  await expectChinese(popup, zh('extension.name'));
}

async function changeUndo(journey: Journey, popup: View): Promise<void> {
  await press(popup, zh('popup.settings'));
  const options = await journey.browser.waitForPage('options.html');
  await options.get('heading', zh('options.keySection'));
  await (await options.get('radio', zh('options.seconds', ['20']))).click();
  await expect.poll(() => stored(journey.browser, 'settings')).toMatchObject({ undoMs: 20_000 });
  await expectChinese(options, `${zh('options.title')} · ${zh('extension.name')}`);
}

interface Target {
  id: string;
  session_id: string;
}

/** A message with anything filled in. */
function phrase(key: Parameters<typeof zh>[0]): string {
  return zh(key, Array(9).fill('.*'));
}

async function expectEnglish(view: View): Promise<void> {
  const html = 'document.documentElement';
  expect(await view.evaluate(`${html}.lang`)).toBe('en');
  expect(await view.evaluate(`getComputedStyle(${html}).direction`)).toBe('ltr');
}

/** The page says that it is in Chinese, and nothing in it is in English: neither text nor names. */
async function expectChinese(view: View, title: string): Promise<void> {
  expect(await view.evaluate('navigator.language'), 'Chromium speaks Chinese').toBe('zh-CN');
  expect(await view.evaluate('document.documentElement.lang')).toBe('zh-CN');
  expect(await view.evaluate('document.title')).toBe(title);
  const html = await view.evaluate<string>('document.body.outerHTML');
  expect(
    ENGLISH.filter((phrase) => html.includes(phrase)),
    'English is left',
  ).toEqual([]);
}
