/* The popup with the worker dead, and with the API hanging, against the popup with both well. */
import { waitFor } from '../e2e/driver/wait.ts';
import { paintOf } from './first-paint.ts';
import { comparison, type Measured } from './lines.ts';
import type { Ours } from './ours.ts';
import { withStage } from './stage.ts';
import { takeTurns } from './turns.ts';

const ROUNDS = 20;
const SESSIONS = 20;

export function inTrouble(say: (line: string) => void): Promise<Measured> {
  return withStage({ ours: { sessions: SESSIONS } }, async ({ ours: { ours } }) => {
    const samples = await takeTurns(
      {
        well: () => paintedMs(ours),
        dead: async () => {
          await ours.worker.stop();
          return paintedMs(ours);
        },
        hanging: () => whileHanging(ours, () => paintedMs(ours)),
      },
      { rounds: ROUNDS, say },
    );
    const against = { against: 'the popup with both well', unit: 'ms', most: 1.05 } as const;
    return {
      lines: [
        comparison({
          what: `Popup with the worker dead, ${SESSIONS} rows painted`,
          ...against,
          samples: samples.dead,
          base: samples.well,
        }),
        comparison({
          what: `Popup with the API hanging, ${SESSIONS} rows painted`,
          ...against,
          samples: samples.hanging,
          base: samples.well,
        }),
      ],
      how: [
        `Rows painted as above, ${ROUNDS} openings each, in turns. Dead: the worker is stopped just before. Hanging: requests of the worker are under way, and no answer comes.`,
      ],
    };
  });
}

async function paintedMs(ours: Ours): Promise<number> {
  await ours.quiet();
  const { rowsMs } = await paintOf(ours.extension, SESSIONS);
  return rowsMs ?? Number.NaN;
}

async function whileHanging(ours: Ours, measure: () => Promise<number>): Promise<number> {
  const { sandbox, worker } = ours;
  sandbox.journal.clear();
  sandbox.faults.inject({ endpoint: '*', kind: 'hang' });
  await ours.askForRound();
  await waitFor(
    'a request to hang',
    () => sandbox.journal.length,
    (count) => count > 0,
  );
  const ms = await measure();
  sandbox.faults.clear();
  // What hangs goes with its worker; the next one reads the lists.
  await worker.stop();
  await ours.poll();
  return ms;
}
