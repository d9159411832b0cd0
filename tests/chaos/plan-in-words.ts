/* The plan of a chaos run in lines: what is done when, and what goes wrong meanwhile. */
import type { Plan, Round } from './plan.ts';
import { nameOf, type Trouble } from './trouble.ts';

export function planInWords({ rounds, troubleAtStart, lastingTrouble }: Plan): string[] {
  const names = (trouble: Trouble[]) => trouble.map(nameOf).join(', ');
  return [
    `At the start: ${names(troubleAtStart)}`,
    ...rounds.map((round, index) => `${index + 1}. ${roundInWords(round)}`),
    `From the start of the last round: ${names(lastingTrouble)}`,
  ];
}

function roundInWords({ undo, wishes, kills, crashAfterMs, closesPopup, trouble }: Round): string {
  const clicks = wishes.map(({ session, via, undone }) =>
    [session.id, via === 'row' ? '' : ` (${via})`, undone ? ' (undone)' : ''].join(''),
  );
  const instants = kills.map(
    ({ awaitsDelete, afterMs }) => `${awaitsDelete ? 'DELETE ' : ''}+${afterMs} ms`,
  );
  return [
    `Undo ${undo}: ${clicks.join(' ')}${closesPopup ? ', popup closed' : ''}`,
    `kills ${instants.join(', ')}`,
    ...(crashAfterMs === null ? [] : [`crash +${crashAfterMs} ms`]),
    trouble.map(nameOf).join(', '),
  ].join('; ');
}
