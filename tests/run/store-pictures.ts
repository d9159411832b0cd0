/* Draws what the stores show, in each language, into `store/pictures/`: the real extension before the
 * sandbox, framed by pages that the same browser renders. Takes some minutes: rates and charts come
 * from watching.
 *
 *   npm run store:pictures -- [--draft <folder>]
 *
 * `--draft` draws the first picture alone, in English, into that folder, without watching for long. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launchChromium } from '../e2e/driver/chromium.ts';
import type { ColorScheme, Driver } from '../e2e/driver/driver.ts';
import { type Place, Scene, SURFACES } from '../e2e/walk/scene.ts';
import { LANGUAGES, type Language, LOCALES, wordsIn } from '../e2e/walk/words.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { furnish } from '../store/account.ts';
import { marquee, type Shot, screenshot, tile } from '../store/frame.ts';
import { begin, SCENES } from '../store/scenes.ts';
import { captionsIn, textsIn } from '../store/texts.ts';
import { buildForSandbox } from './build.ts';
import { freePort } from './free-port.ts';

const { draft } = parseArgs({ options: { draft: { type: 'string' } } }).values;
const FOLDER = draft ?? 'store/pictures';
const SHOWN = draft === undefined ? SCENES : SCENES.slice(0, 1);
const ICON = pathToFileURL('assets/icon.svg').href;

/** A page to be pictured, and how large. */
interface Sheet {
  name: string;
  html: string;
  width: number;
  height: number;
}

await mkdir(FOLDER, { recursive: true });
const port = await freePort();
const extensionDir = await buildForSandbox(`http://127.0.0.1:${port}/v1`, '.output/pictures');
for (const language of draft === undefined ? LANGUAGES : LANGUAGES.slice(0, 1)) {
  await draw(language);
}

async function draw(language: Language): Promise<void> {
  const sandbox = await startSandbox({ sessions: 0, port });
  const browser = await launchChromium({ extensionDir, lang: language, hasSaidYes: true });
  const room = await mkdtemp(join(tmpdir(), 'store-pictures-'));
  try {
    furnish(sandbox, language);
    const shots = await shoot({ sandbox, browser, words: wordsIn(language) }, room);
    for (const sheet of sheetsOf(language, shots)) await print(browser, sheet, room);
  } finally {
    await browser.close();
    await sandbox.close();
    await rm(room, { recursive: true });
  }
}

/** The extension itself, scene by scene. */
async function shoot(place: Omit<Place, 'surface'>, room: string): Promise<Shot[]> {
  const shots: Shot[] = [];
  let scene = await begin(place, draft === undefined ? undefined : 2);
  for (const [index, { surface, theme, arrive, leave }] of SHOWN.entries()) {
    if (scene.place.surface !== surface) {
      await scene.close();
      scene = new Scene({ ...place, surface });
      await scene.open();
    }
    await scene.look({ theme });
    await arrive(scene);
    const file = join(room, `${index + 1}.png`);
    // Shown smaller than it is, a picture of more pixels stays sharp.
    await scene.view.screenshot(file, surface === 'popup' ? 1 : 2);
    const { text: badge } = await place.browser.badge();
    shots.push({ src: pathToFileURL(file).href, width: SURFACES[surface].width, badge });
    await leave?.(scene);
  }
  return shots;
}

function sheetsOf(language: Language, shots: Shot[]): Sheet[] {
  const locale = LOCALES[language];
  const texts = textsIn(locale);
  const [name = '', line = ''] = ['Name', 'Tile'].map((heading) => texts.get(heading));
  const captions = captionsIn(locale);
  const look = (theme: ColorScheme) => ({ lang: language, theme, icon: ICON });
  const screens = shots.map((shot, index) => ({
    name: `${locale}-${index + 1}`,
    html: screenshot({
      ...look(SCENES[index]?.theme ?? 'light'),
      caption: captions[index] ?? '',
      shot,
    }),
    width: 1_280,
    height: 800,
  }));
  if (draft !== undefined) return screens;
  const small = tile({ ...look('dark'), name, line });
  const large = shots.slice(0, 1).map((shot) => marquee({ ...look('dark'), name, line, shot }));
  return [
    ...screens,
    { name: `${locale}-tile`, html: small, width: 440, height: 280 },
    ...large.map((html) => ({ name: `${locale}-marquee`, html, width: 1_400, height: 560 })),
  ];
}

async function print(browser: Driver, { name, html, width, height }: Sheet, room: string) {
  const file = join(room, `${name}.html`);
  await writeFile(file, html);
  const view = await browser.visit(pathToFileURL(file).href);
  await view.viewport(width, height);
  await view.screenshot(join(FOLDER, `${name}.png`));
  await view.close();
  console.log(join(FOLDER, `${name}.png`));
}
