/* A view that somebody looks at has the background ask for fresh numbers. */
import { type Asker, askForRefresh } from '../../lib/actions.ts';
import type { SessionFilter } from '../../lib/api/client.ts';
import { WATCH_EVERY_MS } from '../../lib/polling/schedule.ts';

/** Asks at once, and then now and then, until the returned function is called. `narrow`: what of a long
 * list is looked at. */
export function watch(narrow: () => SessionFilter | null): () => void {
  ask('opened', narrow());
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') ask('watching', narrow());
  }, WATCH_EVERY_MS);
  const onOnline = () => ask('online', null);
  window.addEventListener('online', onOnline);
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', onOnline);
  };
}

function ask(by: Asker, narrow: SessionFilter | null): void {
  // Where storage is full, the background still polls by its clock.
  askForRefresh(by, narrow).catch(() => {});
}
