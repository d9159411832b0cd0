/* Polls in which nothing has changed, and what they write. */
import { bounded, type Measured } from './lines.ts';
import { withStage } from './stage.ts';

const SESSIONS = 1_000;
const POLLS = 20;

export function unchanged(say: (line: string) => void): Promise<Measured> {
  const part = { sessions: SESSIONS, speed: 0, isAhead: true };
  return withStage({ ours: part }, async ({ ours: { ours } }) => {
    const { reader } = ours.extension;
    // The answers are the same, but the first of them tells that nothing has moved meanwhile.
    await ours.poll();
    await reader.evaluate(WITNESS);
    for (let poll = 1; poll <= POLLS; poll += 1) {
      await ours.letPassHere(61_000);
      await ours.poll();
      if (poll % 10 === 0) say(`${poll} of ${POLLS} polls`);
    }
    await ours.quiet();
    const written = await reader.evaluate<Record<string, number>>('globalThis.benchWritten');
    const lists = Object.entries(written).filter(([key]) => key.startsWith('list:'));
    const others = Object.entries(written).map(([key, times]) => `\`${key}\` ${times}`);
    return {
      lines: [
        bounded({
          what: `${POLLS} polls with nothing changed: writes of the session list`,
          against: 'storage',
          unit: 'times',
          samples: [lists.reduce((sum, [, times]) => sum + times, 0)],
          most: 0,
          judged: 'median',
        }),
      ],
      how: [
        `${SESSIONS.toLocaleString('en')} sessions whose figures stand still. As \`storage.onChanged\` tells in a page that only listens; it was told of: ${others.join(', ')}.`,
      ],
    };
  });
}

const WITNESS = `{
  globalThis.benchWritten = {};
  chrome.storage.local.onChanged.addListener((changes) => {
    for (const key of Object.keys(changes)) benchWritten[key] = (benchWritten[key] ?? 0) + 1;
  });
}`;
