import { expect, test } from 'vitest';
import { refOf } from '../../../lib/session/ref.ts';
import { historyChanges } from '../../../lib/store/history.ts';
import * as items from '../../../lib/store/items.ts';
import type { Ended, Past } from '../../../lib/store/schemas.ts';
import { lastWordWrongs } from '../../chaos/last-words.ts';
import { end, past, session } from '../support/samples.ts';

const asked = session({ id: 'ses_asked' });
const other = session({ id: 'ses_other' });
const wish: Past['wish'] = { from: 'menu', askedAtMs: 1, requestId: null };

/** As storage holds them. */
function local(pasts: Past[], ends: Ended[] = []): Record<string, unknown> {
  return Object.assign(
    {},
    ...historyChanges([], pasts).written,
    ...ends.map((each) => items.ended.item(refOf(each)).entry(each)),
  );
}

const wrongs = (...stored: Parameters<typeof local>) =>
  lastWordWrongs(local(...stored), ['ses_asked']);

test('a session that the history calls ended by the person who asked is right', () => {
  expect(wrongs([past({ session: asked, how: 'terminated', wish })])).toEqual([]);
  expect(wrongs([], [end(asked, { how: 'terminated', wish })])).toEqual([]);
});

test('a later end corrects what the history says, as Activity shows it', () => {
  const gone = past({ session: asked, how: 'gone', wish: null });
  expect(wrongs([gone])).toEqual(['ses_asked: gone']);
  expect(wrongs([gone], [end(asked, { how: 'terminated', wish })])).toEqual([]);
});

test('a session that the history calls gone or ended by nobody, or does not hold, is wrong', () => {
  expect(wrongs([], [end(asked, { how: 'gone', wish })])).toEqual(['ses_asked: gone']);
  expect(wrongs([past({ session: asked, how: 'terminated', wish: null })])).toEqual([
    'ses_asked: terminated, but by nobody',
  ]);
  expect(wrongs([])).toEqual(['ses_asked: not in the history']);
  expect(wrongs([], [end(asked, { how: 'terminated', wish, session: null })])).toEqual([
    'ses_asked: not in the history, as its end (terminated) names no session',
  ]);
});

test('a session that nobody asked to end, or whose end was undone, must not be in the history', () => {
  const right = past({ session: asked, how: 'terminated', wish });
  expect(wrongs([right, past({ session: other, how: 'gone', wish: null })])).toEqual([
    'ses_other: gone, though nobody asked',
  ]);
});
