/* A click on Terminate is kept, whatever dies. `npm run chaos` does the same for longer. */
import { runChaos } from '../chaos/chaos.ts';
import { JOURNEY } from '../chaos/plan.ts';
import { expect, test } from './journey.ts';

// Outside of the tests, where the watchdog can read it.
test.setTimeout(300_000);

test('six terminations under chaos: each session ended once, no other touched', async ({
  built: { port, launch },
}) => {
  const options = { ...JOURNEY, patienceMs: 60_000, port, launch };
  const { wrongs, ...figures } = await runChaos(options);
  expect(wrongs).toEqual({
    notEnded: [],
    endedUnasked: [],
    sentUnasked: [],
    sentAfterEnd: [],
    leftBehind: [],
    popup: [],
    badge: [],
    lastWords: [],
    logged: [],
    keySeen: [],
  });
  expect(figures).toMatchObject({ asked: JOURNEY.n, ended: JOURNEY.n });
  // More than the popup draws at a time: rows must be scrolled to, at the clicks and at the end.
  expect(figures.alive).toBe(94);
  expect(figures.undone).toBeGreaterThan(0);
  expect(figures.kills).toBeGreaterThan(0);
  expect(figures.crashes).toBe(2);
  expect(figures.keysReplaced).toBe(1);
});
