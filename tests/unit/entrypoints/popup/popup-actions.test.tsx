/* Clicks as the popup has them kept, and what it says of those that are not. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { popupActions } from '../../../../entrypoints/popup/popup-actions.ts';
import { state } from '../../support/samples.ts';

beforeEach(() => {
  fakeBrowser.reset();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const UNANSWERED =
  'The browser’s storage does not answer, so your last click may not have been kept.';

/** Has a click written by a storage that answers when the test says so. */
function click() {
  const said: (string | null)[] = [];
  let answer = (_?: Error) => {};
  vi.spyOn(fakeBrowser.storage.local, 'set').mockReturnValue(
    new Promise<void>((resolve, reject) => {
      answer = (error) => (error ? reject(error) : resolve());
    }) as never,
  );
  const actions = popupActions(state(), {
    onLostClick: (words) => said.push(words),
    onSaid: vi.fn(),
    onUnreadable: vi.fn(),
    view: () => null,
    narrow: () => null,
    onNarrow: vi.fn(),
  });
  actions.onRefresh();
  return { said, answer, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

test('a click that is kept leaves no word and no timer', async () => {
  const { said, answer, pass } = click();
  answer();
  await pass(0);
  expect(vi.getTimerCount()).toBe(0);
  await pass(10_000);
  expect(said).toEqual([null]);
});

test('of one that storage does not answer to, a person is told within three seconds', async () => {
  const { said, answer, pass } = click();
  await pass(1_500);
  expect(said).toEqual([null]);
  await pass(1_000);
  expect(said).toEqual([null, UNANSWERED]);
  // It was only late.
  answer();
  await pass(0);
  expect(said).toEqual([null, UNANSWERED, null]);
});

test('of one that can’t be kept, a person is told why, whatever stands in that', async () => {
  const { said, answer, pass } = click();
  answer(new Error('disk \u202efull'));
  await pass(0);
  expect(said).toEqual([null, expect.stringMatching(/could not be kept.*disk \[U\+202E\]full/)]);
  expect(vi.getTimerCount()).toBe(0);
});
