/* From a click on Terminate to the DELETE at the API, without time to undo, against a bare request of
 * the worker to the same server. */
import { waitFor } from '../e2e/driver/wait.ts';
import type { Opened } from './extension.ts';
import { comparison, type Measured } from './lines.ts';
import type { Ours } from './ours.ts';
import { withStage } from './stage.ts';
import { takeTurns } from './turns.ts';

const ROUNDS = 20;

export function terminate(say: (line: string) => void): Promise<Measured> {
  const sessions = 2 * ROUNDS + 40;
  return withStage({ ours: { sessions, speed: 0 } }, async ({ ours: { ours } }) => {
    await ours.choose('Off');
    const popup = await ours.openPopup();
    await popup.session.evaluate(NOTE_CLICKS);
    const samples = await takeTurns(
      {
        bare: () => bareMs(ours),
        warm: () => clickMs(ours, popup),
        dead: async () => {
          await ours.quiet();
          await ours.worker.stop();
          return clickMs(ours, popup);
        },
      },
      { rounds: ROUNDS, say },
    );
    await popup.view.close();
    const against = {
      against: 'a bare `fetch` from the living worker to the same server',
      unit: 'ms',
      base: samples.bare,
    } as const;
    return {
      lines: [
        comparison({
          what: 'Click on Terminate → DELETE received (undo off), worker alive',
          ...against,
          samples: samples.warm,
          most: 1.5,
        }),
        comparison({
          what: 'The same with the worker dead',
          ...against,
          samples: samples.dead,
          most: 4,
        }),
      ],
      how: [
        `From the event’s own time stamp to the sandbox’s journal, on the clock of one machine, in whole milliseconds; ${ROUNDS} of each, in turns. Bare: a DELETE of nothing, with the key, from when \`fetch\` is called. Each request has a connection of its own.`,
      ],
    };
  });
}

const NOTE_CLICKS = `document.addEventListener('click', ({ timeStamp }) => {
  globalThis.benchClickedAtMs = performance.timeOrigin + timeStamp;
}, true)`;

async function clickMs(ours: Ours, { session, view }: Opened): Promise<number> {
  await ours.quiet();
  ours.sandbox.journal.clear();
  const button = await view.get('button', /^Terminate /);
  await button.click();
  const receivedMs = await receivedAtMs(ours);
  return receivedMs - (await session.evaluate<number>('globalThis.benchClickedAtMs'));
}

async function bareMs(ours: Ours): Promise<number> {
  await ours.quiet();
  const { sandbox, worker } = ours;
  sandbox.journal.clear();
  const session = await worker.session();
  const init = { method: 'DELETE', headers: { Authorization: `Bearer ${sandbox.keys.full}` } };
  const url = `${sandbox.baseUrl}/residential/sessions/ses_none`;
  const startedMs = await session.evaluate<number>(`(async () => {
    const startedMs = performance.timeOrigin + performance.now();
    await fetch(${JSON.stringify(url)}, ${JSON.stringify(init)});
    return startedMs;
  })()`);
  return (await receivedAtMs(ours)) - startedMs;
}

async function receivedAtMs({ sandbox }: Ours): Promise<number> {
  const [request] = await waitFor(
    'the DELETE',
    () => sandbox.journal.requests('delete'),
    (requests) => requests.length > 0,
    { timeoutMs: 30_000, everyMs: 5 },
  );
  return request?.receivedAtMs ?? Number.NaN;
}
