/* The heaps of popup and worker after 1,000 polls of 1,000 sessions that come and go, against those
 * after 10 polls. */
import type { CdpSession } from '../e2e/driver/chromium-targets.ts';
import { amount, comparison, type Measured } from './lines.ts';
import { CLOCK, type Ours } from './ours.ts';
import { type Part, withStage } from './stage.ts';

const SESSIONS = 1_000;
const FEW = 10;
const POLLS = 1_000;
const MINUTE_MS = 60_000;
/** A machine that is too slow for all of them is stopped here; the table then says how many it were. */
const LONGEST_MS = 240_000;
/** Where heaps are looked at. */
const LOOKS = [FEW, 50, 100, 250, 500, 750];

interface Heaps {
  polls: number;
  popup: number;
  worker: number;
}

export function heap(say: (line: string) => void): Promise<Measured> {
  const part: Part = { sessions: SESSIONS, churn: true, isAhead: true, minutesLeft: [2, 29] };
  return withStage({ ours: part }, async ({ ours: { ours } }) => {
    const { session, view } = await ours.openPopup();
    await view.get('grid', 'Active sessions');
    const heaps: Heaps[] = [];
    await session.evaluate(CLOCK);
    const endMs = Date.now() + LONGEST_MS;
    for (let polls = 1; polls <= POLLS; polls += 1) {
      await session.evaluate(`benchAhead(${MINUTE_MS})`);
      await ours.letPass(MINUTE_MS);
      await ours.poll();
      const isLast = polls === POLLS || Date.now() > endMs;
      if (!isLast && !LOOKS.includes(polls)) continue;
      heaps.push({ polls, ...(await heapsOf(ours, session)) });
      say(`${polls} of ${POLLS} polls`);
      if (isLast) break;
    }
    await view.close();
    return { lines: linesOf(heaps), how: [howOf(heaps)] };
  });
}

function linesOf(heaps: Heaps[]) {
  const [few, many] = [heaps[0], heaps.at(-1)];
  return (['popup', 'worker'] as const).map((place) =>
    comparison({
      what: `Heap of the ${place} after ${many?.polls.toLocaleString('en')} polls of 1,000 sessions with churn`,
      against: `after ${FEW} polls`,
      unit: 'bytes',
      samples: [many?.[place] ?? Number.NaN],
      base: [few?.[place] ?? Number.NaN],
      most: 1.1,
    }),
  );
}

function howOf(heaps: Heaps[]): string {
  const course = heaps.map(
    ({ polls, popup, worker }) =>
      `${polls}: ${amount(popup, 'bytes')} and ${amount(worker, 'bytes')}`,
  );
  return `Used heap after a full collection (\`HeapProfiler.collectGarbage\`, \`Runtime.getHeapUsage\`), of one popup that stays open and of the worker beneath it. The clocks of popup, worker and API are put ahead by a minute before each poll: sessions of 1 to 30 min follow each other. Of 1,000 polls as many are made as four minutes hold. Popup and worker by polls: ${course.join('; ')}.`;
}

async function heapsOf(ours: Ours, popup: CdpSession): Promise<Omit<Heaps, 'polls'>> {
  await ours.quiet();
  return { popup: await usedOf(popup), worker: await usedOf(await ours.worker.session()) };
}

async function usedOf(session: CdpSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send<{ usedSize: number }>('Runtime.getHeapUsage');
  return usedSize;
}
