/* Every view of every surface, in every language: axe finds nothing in either theme and at twice the
 * size, and all that can be acted on is in reach. */
import { expect, test } from './journey.ts';
import { axe } from './walk/axe.ts';
import { outOfReach } from './walk/reach.ts';
import { type Scene, SURFACES, type Surface } from './walk/scene.ts';
import { BEGINNING, walk } from './walk/walk.ts';
import { LANGUAGES, wordsIn } from './walk/words.ts';

test.setTimeout(240_000);

for (const language of LANGUAGES) {
  for (const surface of Object.keys(SURFACES) as Surface[]) {
    test(`axe finds nothing, and all is in reach: ${surface}, ${language}`, async ({ setOut }) => {
      const { sandbox, browser } = await setOut(BEGINNING, { lang: language, hasSaidYes: true });
      const found: string[] = [];
      const place = { sandbox, browser, surface, words: wordsIn(language) };
      await walk(place, async ({ name }, scene) => {
        for (const finding of await lookAt(scene)) found.push(`${name}, ${finding}`);
      });
      expect(found).toEqual([]);
    });
  }
}

/** Rules that have nothing to do with colours are the same in both themes; a larger size asks for
 * less contrast, and a narrower view can show other things. */
async function lookAt(scene: Scene): Promise<string[]> {
  const { view } = scene;
  const findings = [...(await axe(view, 'all')), ...(await outOfReach(view))];
  await scene.look({ theme: 'dark' });
  findings.push(...(await axe(view, 'colors')).map((finding) => `dark: ${finding}`));
  await scene.look({ isLarge: true });
  const large = [...(await axe(view, 'all-but-colors')), ...(await outOfReach(view))];
  findings.push(...large.map((finding) => `twice as large: ${finding}`));
  await scene.look({});
  return findings;
}
