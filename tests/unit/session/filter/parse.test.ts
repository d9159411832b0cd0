import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../../../lib/session/filter/parse.ts';
import { print } from '../../../../lib/session/filter/print.ts';
import { anyText, someTerms } from './samples.ts';

const LINE =
  'region:us asn:7922 subuser:acme session:job product:mobile repinned:yes bytes>50MB ' +
  'requests>100 left<5m age>20m ip:198.51. rate>1MB/min';

test('the line that the language was made for is understood, and printed as it stands', () => {
  const { terms, mistakes } = parse(LINE);
  expect(mistakes).toEqual([]);
  expect(terms).toHaveLength(12);
  expect(print(terms)).toBe(LINE);
});

describe('what is typed, as it is printed', () => {
  test.each([
    ['  job   cart7 ', 'job cart7'],
    ['REGION:us Bytes>50mb', 'region:us bytes>50MB'],
    ['region=us', 'region:us'],
    ['session=job session:job', 'session=job session:job'],
    ['-region:us -job --x', '-region:us -job -"-x"'],
    ['"acme corp" subuser:"Acme Corp"', '"acme corp" subuser:"Acme Corp"'],
    ['"say ""hi"""', '"say ""hi"""'],
    ['"job" subuser:"acme"', 'job subuser:acme'],
    ['"region:us" "-"', '"region:us" "-"'],
    ['5" tv"x', '5" tv"x'],
    ['asn:AS07922', 'asn:7922'],
    ['product:res product:mob product:M', 'product:residential product:mobile product:mobile'],
    ['idle:y twin:N', 'idle:yes twin:no'],
    ['bytes>=1500000 bytes<0', 'bytes>=1.5MB bytes<0B'],
    ['bytes>2g bytes>1234 bytes>0.5kB', 'bytes>2GB bytes>1.234kB bytes>500B'],
    ['bytes>1234567', 'bytes>1234.567kB'],
    ['requests>1k requests>1500000', 'requests>1k requests>1.5M'],
    ['left<5 left<90s age>1h30m age>1.5h', 'left<5m left<1m30s age>1h30m age>1h30m'],
    ['left>0 left<2min', 'left>0s left<2m'],
    ['rate>1MB rate>1MB/s rate<60MB/h', 'rate>1MB/min rate>60MB/min rate<1MB/min'],
    ['bytes > 50MB -bytes >50 bytes>  1 us', 'bytes>50MB -bytes>50B bytes>1B us'],
    ['bytes>50 MB Left <= 5 m age > 1.5\th', 'bytes>50MB left<=5m age>1h30m'],
    ['rate > 1 mb/s rate>1 MB', 'rate>60MB/min rate>1MB/min'],
    ['left<5 job age>1 mb bytes>50MB kb', 'left<5m job age>1m mb bytes>50MB kb'],
    ['requests > 10 k', 'requests>10 k'],
    ['bytes ">5" -"<5"', 'bytes ">5" -"<5"'],
    ['rate:TOP bytes:top', 'rate:top bytes:top'],
  ])('%s is %s', (typed, printed) => {
    const { terms, mistakes } = parse(typed);
    expect(mistakes).toEqual([]);
    expect(print(terms)).toBe(printed);
  });
});

test.each([
  '2001:db8::1',
  'fe80::1',
  'dead:beef::1',
  'fd:',
  '::1',
  'ses_9f:2',
  '10:30',
  ':x',
  '>5',
])('%s is a word', (text) => {
  expect(parse(text)).toEqual({
    terms: [{ kind: 'word', text, isExcluded: false }],
    mistakes: [],
  });
});

describe('what is not understood, and where', () => {
  test.each([
    ['us regoin:de', 'regoin:', { kind: 'unknown-field', name: 'regoin', nearest: 'region' }],
    ['session_id:job', 'session_id:', { kind: 'unknown-field', nearest: 'session' }],
    ['byte>5', 'byte>', { kind: 'unknown-field', nearest: 'bytes' }],
    ['cate>5', 'cate>', { kind: 'unknown-field', nearest: 'rate' }],
    ['http://x', 'http:', { kind: 'unknown-field', nearest: null }],
    ['a bytes> b', 'bytes>', { kind: 'no-value', field: 'bytes' }],
    ['bytes > x', 'bytes >', { kind: 'no-value', field: 'bytes' }],
    ['bytes > 5x', '5x', { kind: 'wrong-value', field: 'bytes', value: '5x' }],
    ['-region:', '-region:', { kind: 'no-value', field: 'region' }],
    ['session=""', 'session=""', { kind: 'no-value', field: 'session' }],
    ['bytes:', 'bytes:', { kind: 'no-value', field: 'bytes' }],
    ['bytes:50MB', '50MB', { kind: 'wrong-value', field: 'bytes', value: '50MB' }],
    ['bytes=50MB', 'bytes=', { kind: 'wrong-sign', field: 'bytes', sign: '=' }],
    ['region>us', 'region>', { kind: 'wrong-sign', field: 'region', sign: '>' }],
    ['idle<5', 'idle<', { kind: 'wrong-sign', field: 'idle', sign: '<' }],
    ['bytes>5x', '5x', { kind: 'wrong-value', field: 'bytes', value: '5x' }],
    ['bytes>-5', '-5', { kind: 'wrong-value', field: 'bytes' }],
    ['bytes>1e9', '1e9', { kind: 'wrong-value', field: 'bytes' }],
    ['bytes>9999TB', '9999TB', { kind: 'wrong-value', field: 'bytes' }],
    ['left<1m30', '1m30', { kind: 'wrong-value', field: 'left' }],
    ['left<5constructor', '5constructor', { kind: 'wrong-value', field: 'left' }],
    ['rate>1MB/day', '1MB/day', { kind: 'wrong-value', field: 'rate' }],
    ['rate>1MB/constructor', '1MB/constructor', { kind: 'wrong-value', field: 'rate' }],
    ['rate>1MB/', '1MB/', { kind: 'wrong-value', field: 'rate' }],
    ['repinned:maybe x', 'maybe', { kind: 'wrong-value', field: 'repinned' }],
    ['product:isp', 'isp', { kind: 'wrong-value', field: 'product' }],
    ['asn:comcast', 'comcast', { kind: 'wrong-value', field: 'asn' }],
    ['us "acme corp', '"acme corp', { kind: 'open-quote' }],
    ['subuser:"acme ""', '"acme ""', { kind: 'open-quote' }],
    ['job -', '-', { kind: 'no-word' }],
    ['""', '""', { kind: 'no-word' }],
  ])('%s: %s', (text, place, fault) => {
    const { mistakes } = parse(text);
    expect(mistakes).toEqual([expect.objectContaining(fault)]);
    expect(mistakes.map(({ from, to }) => text.slice(from, to))).toEqual([place]);
  });

  test('the rest of it is understood', () => {
    const { terms, mistakes } = parse('region:us bytes>5x job regoin:de');
    expect(print(terms)).toBe('region:us job');
    expect(mistakes).toHaveLength(2);
  });
});

test('what is printed is read as the same', () => {
  fc.assert(
    fc.property(someTerms, (terms) => {
      expect(parse(print(terms))).toEqual({ terms, mistakes: [] });
    }),
  );
});

test('any text is read; what was understood of it is printed in one way, and means the same', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { terms, mistakes } = parse(text);
      const printed = print(terms);
      expect(parse(printed)).toEqual({ terms, mistakes: [] });
      expect(print(parse(printed).terms)).toBe(printed);
      for (const { from, to } of mistakes) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
      }
      if (/\S/.test(text)) expect(terms.length + mistakes.length).toBeGreaterThan(0);
    }),
  );
});

test.each([
  'bytes > ',
  '5 m',
  'a',
  '"',
  '""" ',
  '-',
  'a:',
  'a"',
  '1:',
  'bytes>1',
  'left<1m',
  'x ',
  '5',
  '\ud800',
])('a hundred thousand characters of %j are read in time', (piece) => {
  for (const before of ['', 'bytes>', 'session:', '"', 'fd:']) {
    const printed = print(parse(before + piece.repeat(100_000 / piece.length)).terms);
    expect(print(parse(printed).terms)).toBe(printed);
  }
});
