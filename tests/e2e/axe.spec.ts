/* Every view: axe finds nothing in either theme and at twice the size, and all that can be acted on is
 * in reach. View, surface, language and look are covered by pairs, and not in all combinations. */
import { expect, test } from './journey.ts';
import { axe, type RuleSet } from './walk/axe.ts';
import { outOfReach } from './walk/reach.ts';
import type { Look, Scene, Surface } from './walk/scene.ts';
import type { Stop } from './walk/stops.ts';
import { BEGINNING, walk } from './walk/walk.ts';
import { type Language, wordsIn } from './walk/words.ts';

test.setTimeout(240_000);

interface Walk {
  surface: Surface;
  /** Indices into `LOOKS` at the first stop; each stop takes the looks that follow in turn. */
  looks: number[];
  /** The last stop; default: all. */
  last?: string;
}

const ALL_LOOKS = [0, 1, 2];
/** The part of a walk that ends before a key is kept, so that the next surface begins in the same state.
 * The surface's other views are walked in the other language. */
const BEGINNING_ONLY = { looks: ALL_LOOKS, last: 'key-refused-at-once' };

/** Each view is seen in both languages, in all looks, and on the narrow surfaces; on the page up to a
 * session's details, since nothing else is laid out in a way of its own there. */
const JOURNEYS: { language: Language; walks: Walk[] }[] = [
  {
    language: 'zh-CN',
    walks: [
      { surface: 'popup', ...BEGINNING_ONLY },
      { surface: 'page', ...BEGINNING_ONLY },
      { surface: 'sidepanel', looks: [2] },
    ],
  },
  {
    language: 'en-US',
    walks: [
      { surface: 'sidepanel', ...BEGINNING_ONLY },
      { surface: 'popup', looks: [0, 1] },
    ],
  },
  { language: 'en-US', walks: [{ surface: 'page', looks: [1], last: 'detail-gone' }] },
  { language: 'en-US', walks: [{ surface: 'options', looks: ALL_LOOKS }] },
  { language: 'zh-CN', walks: [{ surface: 'options', looks: [0] }] },
];

/** Each with the rules that only it can break. Names and roles are the same in all of them. */
const LOOKS: { look: Look; rules: RuleSet }[] = [
  { look: {}, rules: 'all-but-sizes' },
  { look: { theme: 'dark' }, rules: 'colors' },
  { look: { isLarge: true }, rules: 'sizes' },
];

for (const { language, walks } of JOURNEYS) {
  const surfaces = walks.map(({ surface }) => surface).join(', ');
  test(`axe finds nothing, and all is in reach: ${surfaces} in ${language}`, async ({ setOut }) => {
    const { sandbox, browser } = await setOut(BEGINNING, { lang: language, hasSaidYes: true });
    const found: string[] = [];
    for (const { surface, looks, last } of walks) {
      let stops = 0;
      const visit = async ({ name }: Stop, scene: Scene) => {
        const due = looks.flatMap((look) => LOOKS[(look + stops) % LOOKS.length] ?? []);
        stops += 1;
        for (const finding of await lookAt(scene, due))
          found.push(`${surface}, ${name}, ${finding}`);
      };
      await walk({ sandbox, browser, surface, words: wordsIn(language) }, visit, last);
    }
    expect(found).toEqual([]);
  });
}

async function lookAt(scene: Scene, looks: typeof LOOKS): Promise<string[]> {
  const { view } = scene;
  const findings = await outOfReach(view);
  for (const { look, rules } of looks) {
    await scene.look(look);
    const found = [...(await axe(view, rules)), ...(look.isLarge ? await outOfReach(view) : [])];
    findings.push(...found.map((finding) => `${JSON.stringify(look)}: ${finding}`));
  }
  await scene.look({});
  return findings;
}
