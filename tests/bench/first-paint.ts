/* First contentful paint of the popup, 20 rows, 10,000 sessions: each against what is simpler, in the
 * same browser and in turns. */
import type { Extension } from './extension.ts';
import { comparison, type Measured } from './lines.ts';
import { type Painted, readPaint } from './paint.ts';
import { withStage } from './stage.ts';
import { takeTurns } from './turns.ts';

const ROUNDS = 30;

export function firstPaint(say: (line: string) => void): Promise<Measured> {
  return withStage({ few: { sessions: 20 }, many: { sessions: 10_000 } }, async (stage) => {
    const { blank, ours } = stage;
    const samples = await takeTurns(
      {
        blank: () => paintOf(blank, null),
        few: () => paintOf(ours.few.extension, 20, () => ours.few.quiet()),
        many: () => paintOf(ours.many.extension, 10_000, () => ours.many.quiet()),
      },
      { rounds: ROUNDS, say },
    );
    const firsts = (all: Painted[]) => all.map(({ firstMs }) => firstMs);
    const rows = (all: Painted[]) => all.map(({ rowsMs }) => rowsMs ?? Number.NaN);
    return {
      lines: [
        comparison({
          what: 'First contentful paint of the popup, 20 sessions',
          against: 'a blank extension popup in the same browser',
          unit: 'ms',
          samples: firsts(samples.few),
          base: firsts(samples.blank),
          most: 1.05,
        }),
        comparison({
          what: '20 rows painted',
          against: 'the blank popup’s first paint',
          unit: 'ms',
          samples: rows(samples.few),
          base: firsts(samples.blank),
          most: 1.3,
        }),
        comparison({
          what: '10,000 sessions painted (first screen, right total)',
          against: '20 rows painted',
          unit: 'ms',
          samples: rows(samples.many),
          base: rows(samples.few),
          most: 1.5,
        }),
      ],
      how: [
        `The real popups of three extensions in one browser (blank, ours with 20, ours with 10,000 sessions), opened in turns by \`action.openPopup()\`, ${ROUNDS} times each. From the page’s start to when it was on the screen, as the page’s own timeline has it (\`first-contentful-paint\`; for rows, Element Timing of the first row, marked by a script as the first screen enters the page). Chromium tells both in steps of 4 ms.`,
      ],
    };
  });
}

/** Opens a popup, and closes it once it has painted and all has come to rest. `rows`: how many its list
 * has to tell of; null for one without a list. */
export async function paintOf(
  extension: Extension,
  rows: number | null,
  rest: () => Promise<void> = async () => {},
): Promise<Painted> {
  const { session, view } = await extension.openPopup();
  const painted = await readPaint(session, rows !== null);
  await view.close();
  await rest();
  if (painted.rows !== rows) throw new Error(`The list told of ${painted.rows} rows, not ${rows}`);
  return painted;
}
