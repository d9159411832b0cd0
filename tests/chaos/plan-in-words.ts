/* The plan of a chaos run in lines: what is done when, and what goes wrong meanwhile. */
import type { Crash, Kill, Plan, Round } from './plan.ts';
import { nameOf, type Trouble } from './trouble.ts';

export function planInWords({ rounds, troubleAtStart, lastingTrouble }: Plan): string[] {
  const names = (trouble: Trouble[]) => trouble.map(nameOf).join(', ');
  return [
    `At the start: ${names(troubleAtStart)}`,
    ...rounds.map((round, index) => `${index + 1}. ${roundInWords(round)}`),
    `From the start of the last round: ${names(lastingTrouble)}`,
  ];
}

function roundInWords(round: Round): string {
  const { undo, wishes, kills, crash, closesPopup, replacesKey, apiBehindMs, listLagMs } = round;
  const clicks = wishes.map(({ session, via, undone }) =>
    [session.id, via === 'row' ? '' : ` (${via})`, undone ? ' (undone)' : ''].join(''),
  );
  return [
    `Undo ${undo}: ${clicks.join(' ')}${closesPopup ? ', popup closed' : ''}`,
    `kills ${kills.map(killInWords).join(', ')}`,
    ...(replacesKey ? ['key replaced'] : []),
    ...(crash ? [crashInWords(crash)] : []),
    ...(apiBehindMs > 0 ? [`API's clock ${apiBehindMs / 60_000} min behind`] : []),
    ...(listLagMs > 0 ? [`lists lag ${listLagMs / 1_000} s`] : []),
    round.trouble.map(nameOf).join(', '),
  ].join('; ');
}

function killInWords({ awaits, afterMs }: Kill): string {
  const from = { delete: 'DELETE ', menu: 'menu ' };
  return `${awaits ? from[awaits] : ''}+${afterMs} ms`;
}

function crashInWords({ after, afterMs }: Crash): string {
  return `crash +${afterMs} ms after the last click ${after === 'stored' ? 'was stored' : 'began'}`;
}
