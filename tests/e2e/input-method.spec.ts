/* Chinese typed by an input method, whose keys are its own: Enter takes a word, and nothing else. */
import { connect, expect, inChromiumOnly, type Journey, test, type View } from './journey.ts';
import { addStill, expectFocus, filterBox, rowOf } from './list.ts';

/** The keys that the page heard of, from now on. */
async function listen(view: View): Promise<() => Promise<string[]>> {
  await view.evaluate(`window.addEventListener('keydown', ({ key, keyCode, isComposing }) => {
    (window.heard ??= []).push(key + ' ' + keyCode + ' ' + isComposing);
  }, { capture: true })`);
  return () => view.evaluate<string[]>('window.heard ?? []');
}

async function setOutWith(journey: Journey): Promise<View> {
  addStill(journey.sandbox, { session_id: '中文任务', mb: 9 });
  addStill(journey.sandbox, { session_id: 'region-job', mb: 3 });
  const popup = await connect(journey);
  await rowOf(popup, '中文任务');
  return popup;
}

test(
  'an Enter that ends a composition takes nothing in the filter, and leaves it for nothing',
  inChromiumOnly,
  async ({ setOut }) => {
    const popup = await setOutWith(await setOut({ sessions: 0 }));
    const heard = await listen(popup);
    const value = async () => (await filterBox(popup)).value();
    await popup.press('/');
    await popup.compose({ letters: 'zhongwen', text: '中文' });
    expect(await heard()).toContain('Enter 229 true');
    expect(await value()).toBe('中文');
    await expectFocus(popup, 'combobox', 'Filter');
    expect(await popup.isOpen()).toBe(true);
    await expect.poll(() => popup.text()).toContain('1 of 2 shown');

    // As another input method has it, while a suggestion is chosen.
    await popup.press('Control+a');
    await popup.type('re');
    await popup.get('option', /region/);
    await popup.press('ArrowDown');
    await popup.compose({ letters: '', text: '', late: true });
    expect((await heard()).at(-1)).toBe('Enter 229 false');
    expect(await value()).toBe('re');
    await expectFocus(popup, 'combobox', 'Filter');

    // An Enter of one's own takes it, and the next goes on to the list.
    await popup.press('Enter');
    await expect.poll(value).toBe('region:');
    await popup.press('Control+a');
    await popup.compose({ letters: 'renwu', text: '任务', key: 'Space' });
    await popup.press('Enter');
    await expectFocus(popup, 'row', '中文任务');
  },
);

test('an Enter that ends a composition sends no key off', inChromiumOnly, async ({ setOut }) => {
  const { browser, sandbox } = await setOut();
  const popup = await browser.openPopup();
  await expectFocus(popup, 'textbox', 'API key');
  await popup.compose({ letters: 'he', text: 'hel_live_x' });
  await popup.compose({ letters: 'y', text: 'y', late: true });
  expect(await (await popup.get('textbox', 'API key')).value()).toBe('hel_live_xy');
  await popup.get('button', 'Save key');
  expect(sandbox.journal.entries()).toEqual([]);
  await popup.press('Enter');
  await expect.poll(() => sandbox.journal.entries().length).toBeGreaterThan(0);
});
