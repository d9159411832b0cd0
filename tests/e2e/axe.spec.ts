/* Every view: axe finds nothing in either theme and at twice the size, and all that can be acted on is
 * in reach. View, surface, language and look are covered by pairs: whatever goes wrong where two of
 * them meet is seen, and a walk through all of their combinations would take four times as long. */
import { expect, test } from './journey.ts';
import { axe, type What } from './walk/axe.ts';
import { outOfReach } from './walk/reach.ts';
import type { Look, Scene, Surface } from './walk/scene.ts';
import type { Stop } from './walk/stops.ts';
import { BEGINNING, walk } from './walk/walk.ts';
import { type Language, wordsIn } from './walk/words.ts';

test.setTimeout(240_000);

/** As far as the list: what a surface and a language do to each other, they do there. */
const FIRST_STOPS = 10;

/** Each view is seen on each surface and in both languages, and each surface in both. */
const WALKS: [Surface, Language, number?][] = [
  ['popup', 'en-US'],
  ['page', 'zh-CN'],
  ['sidepanel', 'en-US'],
  ['popup', 'zh-CN', FIRST_STOPS],
  ['page', 'en-US', FIRST_STOPS],
  ['sidepanel', 'zh-CN', FIRST_STOPS],
  ['options', 'en-US'],
  ['options', 'zh-CN'],
];

/** Rules that have nothing to do with colours are the same in both themes; a larger size asks for less
 * contrast, and a narrower view can show other things. */
const LOOKS: { look: Look; rules: What }[] = [
  { look: {}, rules: 'all' },
  { look: { theme: 'dark' }, rules: 'colors' },
  { look: { isLarge: true }, rules: 'all-but-colors' },
];

for (const [nth, [surface, language, most]] of WALKS.entries()) {
  test(`axe finds nothing, and all is in reach: ${surface}, ${language}`, async ({ setOut }) => {
    const { sandbox, browser } = await setOut(BEGINNING, { lang: language, hasSaidYes: true });
    const found: string[] = [];
    const place = { sandbox, browser, surface, words: wordsIn(language) };
    let stops = nth;
    const visit = async ({ name }: Stop, scene: Scene) => {
      const turn = stops % LOOKS.length;
      stops += 1;
      // The settings are few, and are on no other surface.
      const looks = surface === 'options' ? LOOKS : LOOKS.slice(turn, turn + 1);
      for (const finding of await lookAt(scene, looks)) found.push(`${name}, ${finding}`);
    };
    await walk(place, visit, most);
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
