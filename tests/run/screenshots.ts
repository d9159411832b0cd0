/* Takes a picture of every view, on every surface and in every language, by day and by night, into
 * `screenshots/`, and writes a page there that shows them all side by side.
 *
 *   npm run screenshots -- [popup] [page] [sidepanel] [options] [--language <en-US|zh-CN>] [--last <view>]
 *
 * Names of surfaces limit it to those, `--language` to one language, and `--last` to the views
 * up to that one. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { launchChromium } from '../e2e/driver/chromium.ts';
import { type Look, type Scene, SURFACES, type Surface } from '../e2e/walk/scene.ts';
import type { Stop } from '../e2e/walk/stops.ts';
import { BEGINNING, walk } from '../e2e/walk/walk.ts';
import { LANGUAGES, type Language, wordsIn } from '../e2e/walk/words.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { buildForSandbox } from './build.ts';
import { freePort } from './free-port.ts';

const FOLDER = 'screenshots';

/** By the end of a picture's name. The last one closes a menu, as any change of room does. */
const LOOKS: Record<string, Look> = {
  light: {},
  dark: { theme: 'dark' },
  forced: { theme: 'dark', areColorsForced: true },
  large: { isLarge: true },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { language: { type: 'string' }, last: { type: 'string' } },
});
const surfaces = chosen('surface', Object.keys(SURFACES) as Surface[], positionals);
const languages = chosen('language', LANGUAGES, values.language ? [values.language] : []);
const port = await freePort();
const extensionDir = await buildForSandbox(`http://127.0.0.1:${port}/v1`);
for (const language of languages) {
  for (const surface of surfaces) await take(surface, language);
}

/** Those that were asked for; all if none were. @throws for one that there is not */
function chosen<Name extends string>(what: string, all: readonly Name[], asked: string[]): Name[] {
  const unknown = asked.filter((name) => !all.some((each) => each === name));
  if (unknown.length > 0) {
    throw new Error(`There is no ${what} ${unknown.join(', ')}, only ${all.join(', ')}.`);
  }
  return all.filter((name) => asked.length === 0 || asked.includes(name));
}

async function take(surface: Surface, language: Language): Promise<void> {
  const folder = `${FOLDER}/${surface}.${language}`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const sandbox = await startSandbox({ ...BEGINNING, port });
  const browser = await launchChromium({ extensionDir, lang: language, hasSaidYes: true });
  const names: string[] = [];
  try {
    const visit = async (stop: Stop, scene: Scene) => {
      for (const [end, look] of Object.entries(LOOKS)) {
        await scene.look(look);
        await scene.unroll();
        const path = `${folder}/${stop.name}.${end}.png`;
        await scene.view.screenshot(path, look.isLarge ? 2 : 1);
      }
      await scene.look({});
      names.push(stop.name);
    };
    await walk({ sandbox, browser, surface, words: wordsIn(language) }, visit, values.last);
  } finally {
    await browser.close();
    await sandbox.close();
    await writeFile(`${folder}/index.html`, sheetOf(`${surface}, ${language}`, names));
    console.log(`${names.length} views of ${surface} in ${language}: ${folder}/index.html`);
  }
}

/** All pictures of one walk, a line for each view. */
function sheetOf(title: string, names: string[]): string {
  const picture = (name: string, end: string) =>
    `<a href="${name}.${end}.png"><img src="${name}.${end}.png" alt="${name}, ${end}"></a>`;
  const lines = names.map(
    (name) =>
      `<h2>${name}</h2><p>${Object.keys(LOOKS)
        .map((end) => picture(name, end))
        .join('')}</p>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>${title}</title>
<style>body{font:14px sans-serif;background:#888}p{display:flex;gap:8px}a{flex:1}img{width:100%}</style>
<h1>${title}</h1>
${lines.join('\n')}
`;
}
