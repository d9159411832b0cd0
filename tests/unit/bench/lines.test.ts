import { describe, expect, test } from 'vitest';
import { amount, bounded, comparison } from '../../bench/lines.ts';
import { inOneLine, pageOf } from '../../bench/table.ts';

const compared = (samples: number[]) =>
  comparison({
    what: 'The popup',
    against: 'a blank one',
    unit: 'ms',
    samples,
    base: [100, 100, 100],
    most: 1.05,
  });

const keystroke = (samples: number[], judged: 'median' | 'p95') =>
  bounded({ what: 'A key', unit: 'ms', samples, most: 16.7, judged });

describe('a line of the table', () => {
  test('tells ratios with what they are made of', () => {
    expect(compared([104, 105, 190])).toEqual({
      what: 'The popup',
      against: 'a blank one',
      median: '1.05 × (105 ms : 100 ms)',
      p95: '1.90 × (190 ms : 100 ms)',
      reach: '≤ 1.05 ×',
      isHeld: true,
    });
  });

  test('is held or not by the median of what is compared', () => {
    expect(compared([100, 106, 106]).isHeld).toBe(false);
    expect(compared([105, 105, 900]).isHeld).toBe(true);
  });

  test('is held or not by what it says is judged, where it has a bound of its own', () => {
    expect(keystroke([1, 2, 30], 'median').isHeld).toBe(true);
    expect(keystroke([1, 2, 30], 'p95').isHeld).toBe(false);
    expect(keystroke([1, 2, 16.7], 'p95').isHeld).toBe(true);
  });

  test('of what must not be at all is held by none', () => {
    const writes = (count: number) =>
      bounded({ what: 'Writes', unit: 'times', samples: [count], most: 0, judged: 'median' });
    expect(writes(0)).toMatchObject({ median: '0', p95: '', reach: '0', isHeld: true });
    expect(writes(1).isHeld).toBe(false);
  });

  test.each([
    [4.25, 'ms', '4.3 ms'],
    [1_234.5, 'ms', '1235 ms'],
    [59_950, 'bytes', '60.0 kB'],
    [9_876_543, 'bytes', '9.88 MB'],
    [3, 'times', '3'],
  ] as const)('writes %d %s as %s', (value, unit, text) => {
    expect(amount(value, unit)).toBe(text);
  });
});

test('the page shows each line, whether it is held, and how it was measured', () => {
  const lines = [compared([101, 102, 103]), keystroke([40, 41, 42], 'p95')];
  const page = pageOf(['2 × a processor'], [{ lines, how: ['Opened in turns.'] }]);
  expect(page).toContain('\n- 2 × a processor\n');
  expect(page).toContain(
    '| The popup | a blank one | 1.02 × (102 ms : 100 ms) | 1.03 × (103 ms : 100 ms) | ≤ 1.05 × | yes |',
  );
  expect(page).toContain('| A key |  | 41.0 ms | 42.0 ms | ≤ 16.7 ms | **no** |');
  expect(page).toContain('- *The popup:* Opened in turns.');
  expect(lines.map(inOneLine)).toEqual([
    '✓ The popup: 1.02 × (102 ms : 100 ms), p95 1.03 × (103 ms : 100 ms); reach ≤ 1.05 ×',
    '✗ A key: 41.0 ms, p95 42.0 ms; reach ≤ 16.7 ms',
  ]);
});
