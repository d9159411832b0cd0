import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curlOf } from '../../../lib/session/curl.ts';
import { hostileTexts } from '../../sandbox/hostile.ts';

/** The words that a shell makes of a line. No text here holds a NUL, for no word can. */
function words(line: string): string[] {
  const script = `set -- ${line}; for word; do printf '%s\\0' "$word"; done`;
  const options = { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } } as const;
  return execFileSync('/bin/bash', ['--norc', '-c', script], options).split('\0').slice(0, -1);
}

const asOf = (username: string) => [
  'curl',
  '-x',
  'http://gate.helodata.io:7777',
  '-U',
  `${username}:PASSWORD`,
  'https://example.com/',
];

describe('a curl line', () => {
  test('names gateway and username, and leaves the password to the person', () => {
    expect(curlOf('helo_shop-type-res')).toBe(
      "curl -x http://gate.helodata.io:7777 -U 'helo_shop-type-res:PASSWORD' https://example.com/",
    );
  });

  test('is the same words to a shell, whatever the username holds', () => {
    const sign = fc.constantFrom(...'\'"\\$`!;&|<>()*? ~#-\n\t\u001b\u0003\u0085xé字😀0');
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 20 }), (username) => {
        expect(words(curlOf(username))).toEqual(asOf(username));
      }),
      { numRuns: 100 },
    );
  });

  test('holds nothing that acts on a terminal', () => {
    for (const text of Object.values(hostileTexts)) {
      expect(curlOf(text)).not.toMatch(/\p{Cc}/u);
    }
  });
});
