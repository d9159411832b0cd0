/* A keystroke in the filter over 10,000 sessions, until its answer is painted. */
import type { CdpSession } from '../e2e/driver/chromium-targets.ts';
import { bounded, type Measured } from './lines.ts';
import { withStage } from './stage.ts';

const SESSIONS = 10_000;
/** What is typed, key by key, and taken back key by key. */
const TEXTS = ['region:us bytes>50MB', 'cart'];
const ROUNDS = 3;
const FRAME_MS = 1_000 / 60;

export function keystroke(say: (line: string) => void): Promise<Measured> {
  // No figure moves, so that no list arrives while somebody types.
  return withStage({ ours: { sessions: SESSIONS, speed: 0 } }, async ({ ours: { ours } }) => {
    const { session, view } = await ours.openPopup();
    await view.get('grid', 'Active sessions');
    await ours.quiet();
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await view.press('/');
    const samples: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const text of TEXTS) {
        const keys = [...text].map((key) => (key === ' ' ? 'Space' : key));
        for (const key of [...keys, ...keys.map(() => 'Backspace')]) {
          const ms = await scriptMsOf(session, () => view.press(key));
          if (round > 0 && ms !== null) samples.push(ms);
        }
      }
      say(`${round} of ${ROUNDS} rounds`);
    }
    await view.close();
    return {
      lines: [
        bounded({
          what: 'Keystroke in the filter → painted, 10,000 sessions: script',
          against: 'one frame',
          unit: 'ms',
          samples,
          most: FRAME_MS,
          judged: 'p95',
        }),
      ],
      how: [
        `${samples.length} keystrokes in the real popup (${TEXTS.map((text) => `\`${text}\``).join(', ')}, and Backspace back to nothing). Script: what the page’s main thread spends in scripts, in time of the processor (\`Performance.getMetrics\`, \`ScriptDuration\` by thread ticks), from the key to when it is idle after two frames; between two ticks of the popup’s clock, which renews ages by the second; a key that one came into is left out.`,
      ],
    };
  });
}

/** The popup renews its times every second from its first paint on; that is no part of a key. Both
 * give how many times it has. */
const TICKS = `Math.floor((performance.now()
  - performance.getEntriesByName('first-contentful-paint')[0].startTime) / 1_000)`;
const BETWEEN_TICKS = `new Promise((done) => {
  const [{ startTime }] = performance.getEntriesByName('first-contentful-paint');
  const look = () => {
    const sinceTickMs = (performance.now() - startTime) % 1_000;
    if (sinceTickMs > 150 && sinceTickMs < 700) done(${TICKS});
    else setTimeout(look, 20);
  };
  look();
})`;
const IDLE = `new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => done(${TICKS}))));
})`;

/** Null where a tick came in between all the same, as on a machine that is busy with something else. */
async function scriptMsOf(session: CdpSession, act: () => Promise<void>): Promise<number | null> {
  const ticksBefore = await session.evaluate<number>(BETWEEN_TICKS);
  const before = await scriptMs(session);
  await act();
  const ticks = await session.evaluate<number>(IDLE);
  const ms = (await scriptMs(session)) - before;
  return ticks === ticksBefore ? ms : null;
}

async function scriptMs(session: CdpSession): Promise<number> {
  const { metrics } = await session.send<{ metrics: { name: string; value: number }[] }>(
    'Performance.getMetrics',
  );
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1_000;
}
