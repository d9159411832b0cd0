/* What the stores' pictures show, in their order: a few steps from one to the next, in one browser. */
import type { ColorScheme } from '../e2e/driver/driver.ts';
import { waitFor } from '../e2e/driver/wait.ts';
import { type Place, Scene, type Surface } from '../e2e/walk/scene.ts';
import { MINUTE_MS, rfc3339 } from '../sandbox/clock.ts';
import { IDS } from './account.ts';

export interface Picture {
  surface: Surface;
  theme: ColorScheme;
  arrive: (scene: Scene) => Promise<unknown>;
  leave?: (scene: Scene) => Promise<unknown>;
}

/** Rates compare lists a minute apart, and a chart wants some more of them. */
const LISTS = 30;
const LIMIT = { timeoutMs: 300_000 };

/** A popup with a key and with all that there is to watch, open until it has listed so often. */
export async function begin(place: Omit<Place, 'surface'>, enough = LISTS): Promise<Scene> {
  const scene = new Scene({ ...place, surface: 'popup' });
  await scene.inSettings((settings) => settings.press('watching.on', 'switch'));
  await scene.open();
  await scene.saveKey('full');
  await scene.row('crawl9');
  const lists = () => place.sandbox.journal.requests('list').length;
  await waitFor('enough lists', lists, (count) => count >= enough, LIMIT);
  await scene.press('popup.dismiss'); // that `crawl9` uses much
  return scene;
}

/** What happens in a watched account, one after the other, by the session it happens to. */
const EVENTS: Record<string, (scene: Scene, sessionId: string) => unknown> = {
  login02: move,
  video2: ({ sandbox: { world, clock } }, session_id) =>
    world.add('mobile', {
      session_id,
      subuser: IDS.checks,
      region: 'br',
      started_at: rfc3339(clock.now() - 8 * MINUTE_MS),
      expires_at: rfc3339(clock.now() + 22 * MINUTE_MS),
      bytes_used: 640_000_000,
      bytesPerSecond: 400_000,
    }),
  acct12: move,
  // In its last minutes.
  serp21: async (scene, sessionId) => {
    await scene.goTo(sessionId);
    await scene.keys('n');
  },
};

function move({ sandbox: { world } }: Scene, sessionId: string): void {
  const it = world.sessions().find(({ session_id }) => session_id === sessionId);
  if (it) world.repin(it.product, it.id);
}

export const SCENES: Picture[] = [
  {
    surface: 'popup',
    theme: 'light',
    async arrive(scene) {
      await (await scene.row('price14')).hover();
    },
  },
  {
    surface: 'popup',
    theme: 'dark',
    async arrive(scene) {
      await scene.goTo('crawl9');
      await scene.keys('Enter');
      await scene.until('its requests', (text) => text.includes('https://'));
    },
    async leave(scene) {
      await scene.keys('Escape');
      await scene.filter('');
    },
  },
  {
    surface: 'popup',
    theme: 'light',
    async arrive(scene) {
      await scene.filter('region:us');
      await scene.keys('j', 'Shift+ArrowDown', 'Shift+ArrowDown', 'x');
      await scene.see('dialog', 'bulk.ask');
    },
    async leave(scene) {
      await scene.keys('Escape', 'Escape');
      await scene.filter('');
    },
  },
  {
    surface: 'popup',
    theme: 'light',
    async arrive(scene) {
      for (const [sessionId, happen] of Object.entries(EVENTS)) {
        await happen(scene, sessionId);
        await scene.refresh();
        // The strip tells of the latest by its name.
        await scene.view.get('button', new RegExp(`^${sessionId}[:：]`), undefined, LIMIT);
      }
      await scene.filter('');
      await scene.press('noticed.show');
      await scene.see('heading', 'noticed.title');
      await scene.press('popup.dismiss');
    },
    leave: (scene) => scene.keys('Escape'),
  },
  {
    surface: 'page',
    theme: 'dark',
    async arrive(scene) {
      await scene.goTo('video1');
      await scene.keys('Enter');
      await scene.until('its requests', (text) => text.includes('https://'));
      await scene.filter('');
    },
  },
];
