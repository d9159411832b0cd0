/* A poll of 10,000 sessions, all of whose figures have moved, against `JSON.parse` of the same bytes. */
import type { CdpSession } from '../e2e/driver/chromium-targets.ts';
import { amount, comparison, type Measured } from './lines.ts';
import type { Ours } from './ours.ts';
import { withStage } from './stage.ts';
import { spreadOf } from './stats.ts';
import { takeTurns } from './turns.ts';

const SESSIONS = 10_000;
const ROUNDS = 8;
/** A single one is over sooner than processes count. */
const TIMES = 20;

export function poll(say: (line: string) => void): Promise<Measured> {
  const part = { sessions: SESSIONS, isAhead: true };
  return withStage({ ours: part }, async ({ ours: { ours } }) => {
    const answers = await readPages(ours);
    const samples = await takeTurns(
      {
        poll: () => pollMs(ours),
        pages: () => ours.cpuMsOf(() => readPages(ours)),
        parse: async () => (await ours.cpuMsOf(() => parsePages(ours))) / TIMES,
      },
      { rounds: ROUNDS, warmUp: 1, say },
    );
    const own = samples.poll.map((ms, index) => ms - (samples.pages[index] ?? 0));
    return {
      lines: [
        comparison({
          what: 'Poll of 10,000 sessions: parse, check, diff, store, and badge',
          against: '`JSON.parse` of the same bytes',
          unit: 'ms',
          samples: own,
          base: samples.parse,
          most: 6,
        }),
      ],
      how: [
        `Time of the processor, of all threads of the renderers (\`SystemInfo.getProcessInfo\`), in the real worker, from the question to when all is quiet: badge and menu are in it, and collecting garbage. ${ROUNDS} polls a minute apart by a clock that is put ahead, each with new figures for all sessions. Subtracted is what it takes the same worker to fetch the same ${answers} answers as text and do nothing with them: ${amount(spreadOf(samples.pages).median, 'ms')} at the median. \`JSON.parse\` is run ${TIMES} times over.`,
      ],
    };
  });
}

/** Time of the processor for a poll a minute after the last one. */
export async function pollMs(ours: Ours): Promise<number> {
  await ours.letPass(61_000);
  return ours.cpuMsOf(() => ours.poll());
}

/** Has the worker fetch what a poll fetches, and keep the texts. Gives their number. */
async function readPages(ours: Ours): Promise<number> {
  const { sandbox, worker } = ours;
  const session: CdpSession = await worker.session();
  const init = { headers: { Authorization: `Bearer ${sandbox.keys.full}` } };
  return session.evaluate<number>(`(async () => {
    globalThis.benchTexts = [];
    for (const product of ['residential', 'mobile']) {
      for (let cursor = ''; cursor !== null; ) {
        const url = ${JSON.stringify(sandbox.baseUrl)} + '/' + product + '/sessions?limit=200' + cursor;
        const text = await (await fetch(url, ${JSON.stringify(init)})).text();
        benchTexts.push(text);
        const next = /"next_cursor":"([^"]+)"/.exec(text.slice(-1000))?.[1];
        cursor = next ? '&cursor=' + encodeURIComponent(next) : null;
      }
    }
    return benchTexts.length;
  })()`);
}

async function parsePages({ worker }: Ours): Promise<void> {
  const session = await worker.session();
  await session.evaluate(
    `for (let n = 0; n < ${TIMES}; n += 1) for (const text of benchTexts) JSON.parse(text)`,
  );
}
