import { describe, expect, test } from 'vitest';
import { cameBackWords, endWords } from '../../../lib/surface/end-words.ts';
import { formatTime } from '../../../lib/surface/format.ts';
import { NOW } from '../support/samples.ts';

const wish = { from: 'row', askedAtMs: NOW, requestId: 'req_5' } as const;
const at = formatTime(NOW);

describe('how a session ended', () => {
  test.each([
    ['terminated', wish, `Ended by you · row, ${at} · req_5`],
    ['terminated', { ...wish, from: 'menu', requestId: null }, `Ended by you · menu, ${at}`],
    ['terminated', { ...wish, from: 'bulk' }, `Ended by you · bulk, ${at} · req_5`],
    ['terminated', null, 'Ended by you'],
    ['expired', null, 'Expired'],
    ['expired', { ...wish, requestId: null }, `Expired before it could be ended · row, ${at}`],
    ['gone', null, 'Gone before its time: ended elsewhere'],
    ['gone', wish, `Gone before it could be ended · row, ${at} · req_5`],
  ] as const)('%s, %j', (how, by, words) => {
    expect(endWords(how, by)).toBe(words);
  });

  test('a request id is shown harmlessly', () => {
    expect(endWords('terminated', { ...wish, requestId: 'a\u202eb' })).toContain('a[U+202E]b');
  });
});

test.each([
  [12_000, true, 'Came back after 12 sec with a new IP: its client is still running'],
  [90_000, false, 'Came back after 1 min 30 sec with the same IP: its client is still running'],
  [-3_000, true, 'Came back after 0 sec with a new IP: its client is still running'],
])('came back after %i ms, new IP: %j', (afterMs, isNewIp, words) => {
  expect(cameBackWords({ afterMs, isNewIp })).toBe(words);
});
