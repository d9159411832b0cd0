/* The figures of a chaos run as people read them, and the verdict. */
import type { Figures } from './figures.ts';
import type { Wrongs } from './wrongs.ts';

const WORDS: Record<keyof Wrongs, string> = {
  notEnded: 'Asked to end, and alive',
  endedUnasked: 'Ended unasked',
  sentUnasked: 'DELETE for what nobody asked to end',
  sentAfterEnd: 'DELETE for what was known to have ended',
  leftBehind: 'Left behind in storage',
  popup: 'Wrong in the popup',
  badge: 'Wrong on the badge',
  lastWords: 'Wrong in the history',
  logged: 'Logged',
  keySeen: 'Key seen',
};

export function holds({ wrongs }: Figures): boolean {
  return Object.values(wrongs).every((each) => each.length === 0);
}

export function report(figures: Figures): string[] {
  const { n, seed, wrongs, clickToEndMs } = figures;
  return [
    line('Asked to end', `${figures.asked} (${figures.askedInMenu} of them in the menu)`),
    line('Undone in time', figures.undone),
    line('Ended', figures.ended),
    line('Alive at the end', figures.alive),
    line('Worker kills', figures.kills),
    line('Browser crashes', figures.crashes),
    line('Keys replaced', figures.keysReplaced),
    line('Clicks lost and made again', figures.clickedAgain),
    line('DELETEs repeated by the browser', figures.repeated),
    line('Requests', inOneLine(figures.requests)),
    line(
      'Click to end',
      `median ${seconds(clickToEndMs.median)}, p95 ${seconds(clickToEndMs.p95)}, ` +
        `longest ${seconds(clickToEndMs.longest)}`,
    ),
    line('Duration', seconds(figures.tookMs)),
    'Trouble, injected and met by a request:',
    ...Object.entries(figures.trouble)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { injected, met }]) => line(`  ${name}`, `${injected}, ${met}`)),
    'What must not be:',
    ...Object.entries(wrongs).map(([name, each]: [string, string[]]) =>
      line(`  ${WORDS[name as keyof Wrongs]}`, [each.length, ...each].join('\n    ')),
    ),
    '',
    `${holds(figures) ? 'All holds' : 'NOT ALL HOLDS'} for ${n} terminations, seed ${seed}.`,
  ];
}

function line(name: string, value: string | number): string {
  return `${name.padEnd(38)} ${value}`;
}

function inOneLine(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
