/* Every view, in an order in which each is a few steps from the one before. To show one more: give it
 * a name, and say how a person gets there and, where that is not how the next one starts, back. */
import { rfc3339 } from '../../sandbox/clock.ts';
import { showcase } from '../../sandbox/showcase.ts';
import { silenced } from '../silenced.ts';
import type { Scene } from './scene.ts';

export interface Stop {
  /** As files and failures are called by. */
  name: string;
  arrive: (scene: Scene) => Promise<unknown>;
  leave?: (scene: Scene) => Promise<unknown>;
}

const goBack = (scene: Scene) => scene.keys('Escape');

const STORAGE_SILENT: Stop = {
  name: 'storage-silent',
  async arrive(scene) {
    await scene.view.reloadWith(silenced('get'));
    await scene.see('button', 'popup.tryAgain');
  },
  leave: (scene) => scene.open(),
};

/** Without a key, with one that is no good, and with one that has nothing to show. */
const BEFORE_THE_LIST: Stop[] = [
  { name: 'welcome', arrive: (scene) => scene.see('textbox', 'key.label') },
  {
    name: 'key-of-another-service',
    async arrive(scene) {
      const line = 'HELO_API_KEY=sk-proj-abcdefghijklmnop';
      await (await scene.see('textbox', 'key.label')).fill(line);
      await scene.press('key.save');
      await scene.see('button', 'key.tryAnyway');
    },
  },
  {
    name: 'key-refused-at-once',
    async arrive(scene) {
      await scene.saveKey('revoked');
      await scene.until('the refusal', (text) => text.includes('req_'));
    },
  },
  {
    name: 'key-not-tried',
    async arrive(scene) {
      scene.sandbox.faults.inject({ endpoint: '*', kind: 'status', status: 500 });
      await scene.saveKey('full');
      await scene.see('button', 'key.keepUnchecked');
    },
    leave: async ({ sandbox }) => sandbox.faults.clear(),
  },
  {
    name: 'no-products',
    async arrive(scene) {
      await scene.saveKey('isp');
      await readable(scene, 'popup.noProductsTitle');
    },
  },
  {
    name: 'loading',
    async arrive(scene) {
      scene.sandbox.faults.inject({ endpoint: 'list', kind: 'hang' });
      await replaceKey(scene);
      await readable(scene, 'popup.loading');
    },
    async leave(scene) {
      scene.sandbox.faults.clear();
      // It would wait a quarter of a minute for what hangs; a new one asks again.
      await scene.place.browser.killBackground();
      await replaceKey(scene);
    },
  },
  { name: 'empty', arrive: (scene) => readable(scene, 'popup.emptyTitle') },
  {
    name: 'history-empty',
    async arrive(scene) {
      await openHistory(scene);
      await readable(scene, 'history.emptyTitle');
    },
    leave: goBack,
  },
  {
    name: 'noticed-empty',
    async arrive(scene) {
      await openFromMenu(scene, 'notices');
      await readable(scene, 'noticed.emptyTitle');
    },
    leave: goBack,
  },
];

const LIST: Stop[] = [
  {
    name: 'list',
    async arrive(scene) {
      showcase(scene.sandbox);
      await scene.refresh();
      await scene.row('crawl9');
    },
  },
  {
    name: 'filter-suggestions',
    async arrive(scene) {
      await scene.keys('/');
      await scene.view.type('re');
      // In words of its own: the grouping has options, too.
      await readable(scene, 'filter.field.region');
      await scene.keys('ArrowDown');
    },
  },
  {
    name: 'filter-mistake',
    async arrive(scene) {
      await (await scene.see('combobox', 'list.filter')).fill('bytes>abc size:9');
      await scene.until('the mistake', (text) => text.includes('size:9'));
    },
    leave: goBack,
  },
  {
    name: 'filtered',
    async arrive(scene) {
      await scene.filter('region:us');
      await readable(scene, 'list.shown');
    },
  },
  {
    name: 'finders',
    async arrive(scene) {
      await scene.filter('');
      await scene.press('filter.finder.twins');
      await readable(scene, 'list.shown');
    },
  },
  {
    name: 'no-match',
    async arrive(scene) {
      await scene.filter('region:zz');
      await readable(scene, 'list.noMatch');
    },
    leave: (scene) => scene.filter(''),
  },
  {
    name: 'groups',
    arrive: async (scene) =>
      (await scene.see('combobox', 'list.groupBy')).choose(labelOf(scene, 'list.groupBy_subuser')),
    leave: async (scene) =>
      (await scene.see('combobox', 'list.groupBy')).choose(labelOf(scene, 'list.noGroup')),
  },
  {
    name: 'row-menu',
    async arrive(scene) {
      await scene.goTo('nightly04');
      await scene.keys('m');
      await scene.see('menuitem', 'list.menu.open');
    },
    leave: goBack,
  },
  {
    name: 'list-menu',
    async arrive(scene) {
      await scene.filter('');
      await scene.press('list.more');
      await scene.see('menuitem', 'list.menu.history');
    },
    leave: goBack,
  },
  {
    name: 'keys',
    async arrive(scene) {
      await scene.keys('?');
      await scene.see('dialog', 'keys.title');
    },
    leave: goBack,
  },
];

const DETAIL: Stop[] = [
  {
    name: 'detail',
    async arrive(scene) {
      await scene.goTo('video1');
      await scene.keys('Enter');
      await scene.see('heading', 'detail.samples');
      await scene.until('its requests', (text) => text.includes('https://'));
    },
    leave: goBack,
  },
  {
    name: 'detail-re-pinned',
    async arrive(scene) {
      await scene.goTo('acct12');
      await scene.keys('Enter');
      await readable(scene, 'detail.repinnedYes');
    },
  },
  {
    name: 'detail-gone',
    async arrive(scene) {
      const { world } = scene.sandbox;
      const it = world.sessions().find(({ session_id }) => session_id === 'acct12');
      if (it) world.terminate(it.product, it.id);
      await scene.refresh();
      await scene.until('that it is gone', gone(scene));
    },
    async leave(scene) {
      await goBack(scene);
      await scene.filter('');
    },
  },
];

const NOTICED: Stop[] = [
  {
    name: 'reminder',
    async arrive(scene) {
      await scene.inSettings((settings) => settings.press('watching.on', 'switch'));
      addNoticed(scene.sandbox);
      await scene.refresh();
      // Where somebody is among the rows, new ones wait.
      await scene.open();
      await (await scene.see('combobox', 'list.filter')).fill('');
      await scene.row('handover');
      await scene.goTo('handover');
      await scene.keys('n');
      await scene.see('image', 'list.reminder');
    },
    leave: (scene) => scene.filter(''),
  },
  {
    name: 'noticed-strip',
    async arrive(scene) {
      const { world } = scene.sandbox;
      const it = world.sessions().find(({ session_id }) => session_id === 'crawl9');
      if (it) world.repin(it.product, it.id);
      await scene.refresh();
      await scene.see('button', 'noticed.show');
    },
  },
  {
    name: 'noticed',
    async arrive(scene) {
      await refuseForOnce(scene);
      await scene.press('noticed.show');
      await scene.see('heading', 'noticed.title');
    },
    leave: goBack,
  },
];

const ENDS: Stop[] = [
  {
    name: 'protected-question',
    async arrive(scene) {
      await scene.goTo('login01');
      await scene.keys('p');
      await scene.see('image', 'list.protected.session');
      await scene.keys('x');
      await scene.see('dialog', 'protected.ask');
    },
    leave: goBack,
  },
  {
    name: 'marks',
    async arrive(scene) {
      await scene.filter('region:us');
      await scene.keys('j', 'Shift+ArrowDown', 'Shift+ArrowDown');
      await scene.see('button', 'list.endMarked');
    },
  },
  {
    name: 'bulk-question',
    async arrive(scene) {
      await scene.keys('x');
      await scene.see('dialog', 'bulk.ask');
    },
    leave: (scene) => scene.keys('Escape', 'Escape'),
  },
  {
    name: 'bulk-question-of-all',
    async arrive(scene) {
      await scene.filter('');
      await scene.keys('a', 'x');
      await scene.see('textbox', 'bulk.type');
    },
    leave: (scene) => scene.keys('Escape', 'Escape'),
  },
  {
    name: 'ending',
    async arrive(scene) {
      await scene.goTo('crawl9');
      await scene.keys('x');
      await scene.see('button', 'row.undoName');
      await scene.filter('');
    },
    leave: (scene) => scene.keys('u'),
  },
  {
    name: 'new-ones-wait',
    async arrive(scene) {
      await (await scene.row('crawl9')).hover();
      scene.sandbox.world.add('mobile', { session_id: 'newcomer' });
      await scene.refresh();
      await scene.see('button', 'list.waiting');
    },
    leave: (scene) => scene.press('list.waiting'),
  },
  {
    name: 'held-ends',
    async arrive(scene) {
      await scene.inSettings((settings) => settings.press('options.undoUntilClosed', 'radio'));
      await scene.goTo('first');
      await scene.keys('x');
      await scene.see('button', 'held.endNow');
      await scene.filter('');
    },
    leave: (scene) => scene.press('held.undoAll'),
  },
  {
    name: 'bulk-with-failures',
    async arrive(scene) {
      await endAtOnce(scene);
      const { faults } = scene.sandbox;
      faults.inject({ endpoint: 'delete', kind: 'status', status: 500, times: 3 });
      await scene.filter('session:review');
      await scene.keys('j', 'a', 'x');
      await scene.press('bulk.end');
      await scene.until('a failure', (text) => text.includes('500'));
    },
  },
  {
    name: 'row-not-ended-yet',
    async arrive(scene) {
      await scene.filter('session:review');
      await readable(scene, 'row.endingRetry');
    },
    async leave(scene) {
      scene.sandbox.faults.clear();
      await scene.press('bulk.stop');
      await scene.press('bulk.dismiss');
      await scene.filter('');
    },
  },
  {
    name: 'history',
    async arrive(scene) {
      await openHistory(scene);
      await scene.see('list', 'history.list');
    },
    leave: goBack,
  },
  {
    name: 'row-refused',
    async arrive(scene) {
      scene.sandbox.faults.inject({ endpoint: 'delete', kind: 'status', status: 403 });
      await scene.goTo('smoke');
      await scene.keys('x');
      await readable(scene, 'row.refusal');
    },
  },
  {
    name: 'read-only',
    async arrive(scene) {
      await scene.filter('');
      await readable(scene, 'spending.readOnly');
    },
  },
];

const TROUBLE: Stop[] = [
  STORAGE_SILENT,
  {
    name: 'server-fault',
    async arrive(scene) {
      scene.sandbox.faults.inject({ endpoint: 'list', kind: 'status', status: 500 });
      await scene.refresh();
      await scene.until('the fault', (text) => text.includes('500'));
    },
    leave: async ({ sandbox }) => sandbox.faults.clear(),
  },
  {
    name: 'foreign-answer',
    async arrive(scene) {
      const page = { kind: 'body', body: 'html', when: 'before' } as const;
      scene.sandbox.faults.inject({ endpoint: 'list', ...page, status: 200 });
      await scene.refresh();
      await readable(scene, 'error.foreignPage');
    },
    leave: async ({ sandbox }) => sandbox.faults.clear(),
  },
  {
    name: 'read-in-part',
    async arrive(scene) {
      listInPart(scene);
      await scene.refresh();
      await readable(scene, 'count.readInPart');
    },
    leave: async ({ sandbox }) => sandbox.faults.clear(),
  },
  {
    name: 'no-access',
    async arrive(scene) {
      await scene.place.browser.allowSite(false);
      await scene.see('button', 'popup.allowAccess');
    },
    leave: (scene) => scene.place.browser.allowSite(true),
  },
  {
    name: 'key-refused',
    async arrive(scene) {
      scene.sandbox.faults.inject({ endpoint: '*', kind: 'status', status: 401 });
      await scene.open();
      await scene.see('button', 'popup.changeKey');
    },
  },
];

/** A pending termination, as another view would write it: it can be undone for an hour. */
const WRITE_INTENT = `chrome.storage.local.get('owner').then(({ owner }) => {
  const dueAtMs = Date.now() + 3_600_000;
  const session = { product: 'mobile', id: 'ses_walk', sessionId: 'walk', expiresAtMs: null };
  const how = { askedAtMs: Date.now(), dueAtMs, from: 'row', heldBy: null };
  const intent = { v: 5, owner: JSON.parse(owner).id, ...session, ...how };
  return chrome.storage.local.set({ 'intent:mobile:ses_walk': JSON.stringify(intent) });
})`;

const OPTIONS: Stop[] = [
  { name: 'no-key', arrive: (scene) => scene.see('textbox', 'key.label') },
  {
    name: 'with-key',
    async arrive(scene) {
      await scene.saveKey('full');
      await scene.see('button', 'options.replace');
    },
  },
  {
    name: 'replace-key',
    async arrive(scene) {
      await scene.press('options.replace');
      await scene.see('textbox', 'key.label');
    },
    leave: (scene) => scene.press('key.cancel'),
  },
  {
    name: 'key-that-cancels',
    async arrive(scene) {
      // Nobody can tell then to which account the key belongs.
      scene.sandbox.faults.inject({ endpoint: 'account', kind: 'status', status: 403 });
      await scene.view.evaluate(WRITE_INTENT);
      await scene.press('options.replace');
      await scene.saveKey('second');
      await scene.see('button', 'key.keepAndCancel');
    },
    async leave(scene) {
      await scene.press('key.cancel');
      await scene.view.evaluate("chrome.storage.local.remove('intent:mobile:ses_walk')");
      scene.sandbox.faults.clear();
    },
  },
  {
    name: 'remove-key',
    async arrive(scene) {
      await scene.press('options.remove');
      await scene.see('dialog', 'options.removeAsk');
    },
    leave: goBack,
  },
  {
    name: 'locked',
    arrive: (scene) => scene.press('options.lock', 'checkbox'),
    leave: (scene) => scene.press('options.lock', 'checkbox'),
  },
  { name: 'watching', arrive: (scene) => scene.press('watching.on', 'switch') },
  {
    name: 'test-notification',
    async arrive(scene) {
      await scene.press('watching.test');
      const answers = ['watching.testSent', 'watching.testNotAllowed'];
      const isAnswer = (text: string) =>
        answers.some((answer) => text.includes(labelOf(scene, answer)));
      await scene.until('what came of it', isAnswer);
    },
  },
  {
    name: 'quiet-hours',
    // Before that of the keys; its name has two fields in it.
    arrive: async ({ view }) => (await view.find('checkbox')).at(-2)?.click(),
  },
  {
    name: 'wrong-bound',
    async arrive(scene) {
      await (await scene.view.find('textbox')).at(0)?.fill('2.5');
      await readable(scene, 'watching.wrongNumber');
    },
  },
  {
    name: 'key-refused',
    async arrive(scene) {
      scene.sandbox.faults.inject({ endpoint: '*', kind: 'status', status: 401 });
      await scene.refresh();
      await readable(scene, 'options.keyWasRefused');
    },
  },
  STORAGE_SILENT,
];

export function stopsOf(surface: string): Stop[] {
  return surface === 'options'
    ? OPTIONS
    : [...BEFORE_THE_LIST, ...LIST, ...DETAIL, ...NOTICED, ...ENDS, ...TROUBLE];
}

function readable(scene: Scene, message: string): Promise<void> {
  const words = scene.place.words(message);
  const isIn = (text: string) =>
    typeof words === 'string'
      ? text.includes(words)
      : new RegExp(words.source.replace(/^\^|\$$/g, '')).test(text);
  return scene.until(`"${message}"`, isIn);
}

function gone(scene: Scene): (text: string) => boolean {
  const words = scene.place.words('ends.gone');
  return (text) => text.includes(String(words));
}

function labelOf({ place }: Scene, message: string): string {
  return String(place.words(message));
}

async function openHistory(scene: Scene): Promise<void> {
  await openFromMenu(scene, 'history');
  await scene.see('heading', 'history.title');
}

async function openFromMenu(scene: Scene, item: 'history' | 'notices'): Promise<void> {
  await scene.press('list.more');
  await scene.press(`list.menu.${item}`, 'menuitem');
}

/** One past its bound of traffic, and one that soon ends. */
function addNoticed({ world, clock }: Scene['sandbox']): void {
  const expires_at = rfc3339(clock.now() + 240_000);
  world.add('mobile', { session_id: 'backup', bytes_used: 640_000_000 });
  world.add('residential', { session_id: 'handover', expires_at });
}

/** Lists all residential sessions, each without one or more of its fields. */
function listInPart({ sandbox }: Scene): void {
  const without = [{ exit_ip: null, expires_at: null }, { region: null }, { bytes_used: null }];
  const data = sandbox.world
    .sessions('residential')
    .map((session, index) => ({ ...session, ...without[index % without.length] }));
  const body = JSON.stringify({ data, next_cursor: null });
  sandbox.faults.inject({ endpoint: 'list', product: 'residential', kind: 'body', body });
}

/** The key, which helodata then knows again. */
async function refuseForOnce(scene: Scene): Promise<void> {
  scene.sandbox.faults.inject({ endpoint: '*', kind: 'status', status: 401 });
  await scene.refresh();
  await readable(scene, 'notice.key');
  scene.sandbox.faults.clear();
  await scene.refresh();
  await scene.seeNoMore('button', 'popup.changeKey');
}

/** By one that may do all; the same one asks anew, too. */
async function replaceKey(scene: Scene): Promise<void> {
  await scene.inSettings(async (settings) => {
    await settings.press('options.replace');
    await settings.saveKey('full');
    await settings.see('button', 'options.replace');
  });
}

async function endAtOnce(scene: Scene): Promise<void> {
  await scene.inSettings((settings) => settings.press('options.undoOff', 'radio'));
}
