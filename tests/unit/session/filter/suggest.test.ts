import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KnownRow } from '../../../../lib/session/facts.ts';
import { partsOf } from '../../../../lib/session/filter/parse.ts';
import { type Suggestion, suggest } from '../../../../lib/session/filter/suggest.ts';
import { anyText, knownRow, someRows } from './samples.ts';

const ROWS = [
  knownRow({ region: 'de', subuser: 'sub_1', asn: 3320, exitIp: '2001:db8::1', sessionId: 'a' }),
  knownRow({ region: 'us', subuser: 'sub_1', sessionId: 'job7' }),
  knownRow({ region: 'us', subuser: 'sub_2', city: 'Los "A"', sessionId: 'b' }),
  knownRow({ region: 'us', subuser: 'sub_3', city: '', asn: null, sessionId: 'c' }),
  knownRow({ region: 'uz', subuser: 'sub_9', state: null, sessionId: 'd' }),
];

/** What is suggested where `|` stands. */
function suggested(at: string, rows: KnownRow[] = ROWS): string[] {
  const caret = at.indexOf('|');
  return suggest(at.replace('|', ''), caret, rows).map(({ text }) => text);
}

const applied = (text: string, { from, to, text: put }: Suggestion) =>
  text.slice(0, from) + put + text.slice(to);

test.each([
  ['re|', ['region:', 'repinned:', 'requests>']],
  ['RE|', ['region:', 'repinned:', 'requests>']],
  ['job reg|', ['region:']],
  ['-reg|', ['region:']],
  ['l|eft', ['left<']],
  ['zz|', []],
  ['"re|"', []],
  ['region:|', ['region:us', 'region:de', 'region:uz']],
  ['region:u|', ['region:us', 'region:uz']],
  ['region:us|', []],
  ['-region:d|', ['region:de']],
  ['re|gion:us', []],
  [
    'subuser:|',
    ['subuser:"Acme Corp"', 'subuser:"Acme ""West"""', 'subuser:shop', 'subuser:sub_9'],
  ],
  ['subuser=co|', ['subuser="Acme Corp"']],
  ['subuser:"acme c|', ['subuser:"Acme Corp"']],
  ['session:7|', ['session:job7']],
  ['ip:2|', ['ip:203.0.113.7', 'ip:2001:db8::1']],
  ['asn:|', ['asn:7922', 'asn:3320']],
  ['idle:|', ['idle:yes', 'idle:no']],
  ['product:m|', ['product:mobile']],
  ['rate:|', ['rate:top', 'rate>1MB/min', 'rate>10MB/min', 'rate>100MB/min']],
  ['bytes<1|', ['bytes<10MB', 'bytes<100MB', 'bytes<1GB']],
  ['left<1|', ['left<1m', 'left<10m']],
  ['regoin:|', []],
])('at %s', (at, texts) => {
  expect(suggested(at)).toEqual(texts);
});

test('in an empty box, and after a blank, the fields that are used most', () => {
  expect(suggested('|')).toHaveLength(8);
  expect(suggested('region:us |')).toEqual(suggested('|'));
  expect(suggested('|')[0]).toBe('region:');
});

test('of many values those that most rows have', () => {
  const rows = Array.from({ length: 100 }, (_, index) =>
    knownRow({ sessionId: `job${Math.floor(Math.sqrt(index))}` }),
  );
  expect(suggested('session:|', rows)).toEqual(
    [9, 8, 7, 6, 5, 4, 3, 2].map((number) => `session:job${number}`),
  );
});

test('what stands beside it is kept', () => {
  const text = 'a -subuser:"ac region:us';
  const [first] = suggest(text, 'a -subuser:"ac'.length, ROWS);
  expect(first && applied(text, first)).toBe('a -subuser:"Acme Corp" region:us');
});

test('a value that is taken is understood, and a field lacks but its value', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), someRows, (text, at, rows) => {
      const caret = at % (text.length + 1);
      for (const suggestion of suggest(text, caret, rows)) {
        expect(suggestion.from).toBeLessThanOrEqual(caret);
        expect(suggestion.to).toBeGreaterThanOrEqual(caret);
        const end = suggestion.from + suggestion.text.length;
        const upTo = applied(text, suggestion).slice(0, end);
        const part = partsOf(upTo).at(-1);
        expect(part?.to).toBe(end);
        if (suggestion.value === null) expect(part?.mistake?.kind).toBe('no-value');
        else expect(part?.term).not.toBeNull();
      }
    }),
    { numRuns: 3_000 },
  );
});
