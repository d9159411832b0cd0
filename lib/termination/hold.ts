/* Ends that can be undone until the view is closed that they were asked for in: popup, full page or side
 * panel. A page that closes can write nothing (Chromium drops it), but the browser then takes away the
 * Web Lock that it held, however it went. So each view holds one for its life, and a wish names it. */
import { backgroundPage } from '../background-page.ts';
import { refOf } from '../session/ref.ts';
import { LONGEST_UNDO_MS } from '../store/choices.ts';
import { readWork } from '../store/commands.ts';
import { keepTogether } from '../store/item.ts';
import * as items from '../store/items.ts';
import type { Intent } from '../store/schemas.ts';
import type { Settings } from '../store/state.ts';
import { heldIntents } from './attempt.ts';
import { UNDO_GRACE_MS } from './intent.ts';

const lockOf = (view: string) => `view:${view}`;

/** Holds this page's lock until it is closed, or left: browsers keep none that holds a lock for going back,
 * so none comes back without it. Returns a function that gives the view's name, or null as long as the
 * background is not known to see that lock: a wish that named it then would look as if its view had
 * closed. */
export function holdView(): () => string | null {
  const view = crypto.randomUUID();
  let isSeen = false;
  navigator.locks.request(lockOf(view), async () => {
    isSeen = await isSeenByBackground(lockOf(view)).catch(() => false);
    await new Promise(() => {});
  });
  return () => (isSeen ? view : null);
}

/** Private windows and container tabs of Firefox have locks of their own, so in Firefox this asks the
 * background page. All pages of Chromium share their locks with the worker. */
async function isSeenByBackground(lock: string): Promise<boolean> {
  const asked = backgroundPage();
  if (asked === null) return true;
  const locks = await (await asked)?.navigator.locks.query();
  return locks?.held?.some(({ name }) => name === lock) ?? false;
}

/** How an end can be undone: for so long, or until that view has closed. Where there is none, as in the
 * icon's menu, for as long as one can choose. */
export function undoTerms(
  { undoMs }: Pick<Settings, 'undoMs'>,
  view: string | null,
): { undoMs: number; heldBy: string | null } {
  if (undoMs !== null) return { undoMs, heldBy: null };
  return view === null ? { undoMs: LONGEST_UNDO_MS, heldBy: null } : { undoMs: 0, heldBy: view };
}

/** Takes wishes from the views that have closed: from now on they are on their way. Their DELETEs follow
 * a little later, so that an undo at the last instant is stored first. Gives the views that still hold
 * some. Run by the background alone, since it writes tries. */
export async function takeFromClosed(nowMs: number): Promise<Set<string>> {
  const held = heldIntents((await readWork()).commands);
  if (held.length === 0) return new Set();
  const open = await openViews();
  const isOpen = ({ heldBy }: Intent) => open.has(lockOf(heldBy ?? ''));
  const times = { triedAtMs: nowMs, nextAtMs: nowMs + UNDO_GRACE_MS };
  const taken = held
    .filter((intent) => !isOpen(intent))
    .map((intent) => {
      const { askedAtMs } = intent;
      const attempt = items.attempts.item(refOf(intent));
      return attempt.entry({ askedAtMs, count: 0, ...times, problem: null, acceptedAtMs: null });
    });
  if (taken.length > 0) await keepTogether(...taken);
  return new Set(held.filter(isOpen).map(({ heldBy }) => heldBy ?? ''));
}

/** Those who wait for one to close have its lock shared, for a moment. */
async function openViews(): Promise<Set<string | undefined>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.filter(({ mode }) => mode === 'exclusive').map(({ name }) => name));
}

export async function untilClosed(view: string): Promise<void> {
  await navigator.locks.request(lockOf(view), { mode: 'shared' }, () => {});
}
