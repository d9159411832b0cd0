import { expect, test } from 'vitest';
import { print } from '../../../../lib/session/filter/print.ts';
import { termsWhileTyping } from '../../../../lib/session/filter/typing.ts';

test.each([
  ['', ''],
  ['us b', 'us'],
  ['us bytes', 'us'],
  ['us bytes ', 'us'],
  ['us bytes >', 'us'],
  ['us bytes > 5', 'us bytes>5B'],
  ['us bytes > 50 MB', 'us bytes>50MB'],
  ['us bytes and', 'us bytes and'],
  ['us region ', 'us region'],
  ['us x', 'us x'],
  ['"bytes"', 'bytes'],
])('of "%s" in the box "%s" is in force', (typed, inForce) => {
  expect(print(termsWhileTyping(typed))).toBe(inForce);
});
