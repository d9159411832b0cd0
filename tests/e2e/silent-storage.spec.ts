/* The browser's storage neither answers nor fails. The page says so, with no help from the background, and
 * goes on once the storage answers. */
import {
  connect,
  expect,
  expectAlert,
  expectNoAlert,
  inChromiumOnly,
  listOf,
  press,
  test,
  type View,
} from './journey.ts';
import { addStill } from './list.ts';
import { silenced } from './silenced.ts';

const WORDS = /storage does not answer, so there is nothing to show yet/;

/** Before the page's own scripts: no read is answered, and in later loads all are once `sessionStorage`
 * says so. Notes when the page first warned, in ms since its start. */
const SILENCE = `if (!sessionStorage.getItem('answers')) {
  ${silenced('get')}
  new MutationObserver(() => {
    if (document.querySelector('[role="alert"]')) window.warnedAtMs ??= performance.now();
  }).observe(document, { childList: true, subtree: true });
}`;

async function expectTold(view: View): Promise<void> {
  await expectAlert(view, WORDS);
  expect(await view.evaluate<number>('warnedAtMs')).toBeLessThan(3_000);
}

test(
  'a popup tells of it within three seconds, and goes on by itself or when asked',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 0 });
    addStill(journey.sandbox, { session_id: 'job1', mb: 3 });
    const popup = await connect(journey);
    await popup.reloadWith(SILENCE);
    await expectTold(popup);
    await popup.evaluate('storageAnswers()');
    await listOf(popup);
    await expectNoAlert(popup);

    await popup.evaluate('location.reload()');
    await expectTold(popup);
    await popup.evaluate("sessionStorage.setItem('answers', 'yes')");
    await press(popup, 'Try again');
    await listOf(popup);
    await popup.get('row', /job1/);
  },
);

test('so do the settings', inChromiumOnly, async ({ setOut }) => {
  const { browser } = await setOut();
  const options = await browser.openPage('options.html');
  await options.get('heading', 'Settings');
  await options.reloadWith(SILENCE);
  await expectTold(options);
  await options.evaluate('storageAnswers()');
  await options.get('heading', 'Settings');
  await options.gone('button', 'Try again');
});

test(
  'of a click that is not stored within three seconds, a person is told',
  inChromiumOnly,
  async ({ setOut }) => {
    const journey = await setOut({ sessions: 0 });
    const { id } = addStill(journey.sandbox, { session_id: 'job1', mb: 3 });
    const popup = await connect(journey);
    await popup.get('row', /job1/);
    await popup.evaluate(silenced('set'));
    await press(popup, /^Terminate job1/);
    await expectAlert(popup, /your last click may not have been kept/);
    await popup.evaluate('storageAnswers()');
    await expectNoAlert(popup);
    await popup.get('button', new RegExp(`^Undo ending job1.*${id}$`));
  },
);
