/* RESULTS.md, and the same on the terminal. Pure. */
import type { Line, Measured } from './lines.ts';

/** The whole page, in Markdown. */
export function pageOf(machine: string[], measured: Measured[]): string {
  const lines = measured.flatMap((each) => each.lines);
  return [
    '# Speed, measured',
    '',
    'Written by `npm run bench`, never by hand. What is behind a figure, and what falls short and why, is in [NOTES.md](NOTES.md).',
    '',
    ...machine.map((line) => `- ${line}`),
    '',
    '| what | measured against | median | p95 | reach | held |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines.map(
      ({ what, against, median, p95, reach, isHeld }) =>
        `| ${[what, against, median, p95, reach, isHeld ? 'yes' : '**no**'].join(' | ')} |`,
    ),
    '',
    '## How',
    '',
    ...measured.flatMap(({ lines: [first], how }) =>
      how.map((line) => `- *${first?.what}:* ${line}`),
    ),
    '',
  ].join('\n');
}

/** A line as the terminal shows it. */
export function inOneLine({ what, median, p95, reach, isHeld }: Line): string {
  const figures = [median, p95 && `p95 ${p95}`].filter(Boolean).join(', ');
  return `${isHeld ? '✓' : '✗'} ${what}: ${figures}; reach ${reach}`;
}
