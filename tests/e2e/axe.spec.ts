/* Every view: axe finds nothing in either theme and at twice the size, and all that can be acted on is
 * in reach. View, surface, language and look are covered by pairs, and not in all combinations. */
import { expect, test } from './journey.ts';
import { axe, type What } from './walk/axe.ts';
import { outOfReach } from './walk/reach.ts';
import type { Look, Scene, Surface } from './walk/scene.ts';
import type { Stop } from './walk/stops.ts';
import { BEGINNING, walk } from './walk/walk.ts';
import { type Language, wordsIn } from './walk/words.ts';

test.setTimeout(240_000);

interface Walk {
  surface: Surface;
  language: Language;
  /** Indices into `LOOKS` at the first stop; each stop takes the looks that follow in turn. */
  looks: number[];
  /** The last stop; default: all. */
  last?: string;
}

const ALL_LOOKS = [0, 1, 2];

/** Each view is seen in both languages, in all looks, and on the narrow surfaces; on the page up to a
 * session's details, since nothing else is laid out in a way of its own there. */
const WALKS: Walk[] = [
  { surface: 'popup', language: 'en-US', looks: [0, 1] },
  { surface: 'sidepanel', language: 'zh-CN', looks: [2] },
  { surface: 'page', language: 'en-US', looks: [1], last: 'detail-gone' },
  { surface: 'options', language: 'en-US', looks: ALL_LOOKS },
  { surface: 'options', language: 'zh-CN', looks: ALL_LOOKS },
  // The other language on each surface.
  { surface: 'popup', language: 'zh-CN', looks: ALL_LOOKS, last: 'key-refused-at-once' },
  { surface: 'sidepanel', language: 'en-US', looks: ALL_LOOKS, last: 'key-refused-at-once' },
  { surface: 'page', language: 'zh-CN', looks: ALL_LOOKS, last: 'key-refused-at-once' },
];

/** Rules that have nothing to do with colours are the same in both themes; a larger size asks for less
 * contrast, and a narrower view can show other things. */
const LOOKS: { look: Look; rules: What }[] = [
  { look: {}, rules: 'all' },
  { look: { theme: 'dark' }, rules: 'colors' },
  { look: { isLarge: true }, rules: 'all-but-colors' },
];

for (const { surface, language, looks, last } of WALKS) {
  test(`axe finds nothing, and all is in reach: ${surface}, ${language}`, async ({ setOut }) => {
    const { sandbox, browser } = await setOut(BEGINNING, { lang: language, hasSaidYes: true });
    const found: string[] = [];
    const place = { sandbox, browser, surface, words: wordsIn(language) };
    let stops = 0;
    const visit = async ({ name }: Stop, scene: Scene) => {
      const due = looks.flatMap((look) => LOOKS[(look + stops) % LOOKS.length] ?? []);
      stops += 1;
      for (const finding of await lookAt(scene, due)) found.push(`${name}, ${finding}`);
    };
    await walk(place, visit, last);
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
