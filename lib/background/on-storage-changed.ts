/* Commands travel as written items: this says which change of storage calls what. */
import type { Browser } from 'wxt/browser';
import * as items from '../store/items.ts';
import type { Engine } from './engine.ts';

type Changes = Record<string, Browser.storage.StorageChange>;

export function onStorageChanged(engine: Engine, changes: Changes): void {
  // In either place; where one is removed, the other one may hold the key to use from now on.
  if (items.keyInLocal.key in changes) {
    engine.poll('person');
    // A wait that the former key was told does not bind this one.
    engine.drain('impatient');
  }
  if (items.keyInLocal.key in changes || items.settings.key in changes) engine.replan();
  // The lock answers, at once, what waits to be sent; without it the reason is no more.
  if (items.settings.key in changes) engine.drain();
  if (items.look.key in changes) engine.look();
  const refresh = items.refresh.parse(changes[items.refresh.key]?.newValue);
  if (refresh) engine.poll(refresh.by);
  const isHurried = refresh?.by === 'person' || refresh?.by === 'online';
  if (isHurried) engine.drain('impatient');
  else if (Object.entries(changes).some(isNewWish)) engine.drain();
  // After them: what people asked for goes first. The ledger is written at each request, and what is
  // painted says nothing of it.
  if (Object.keys(changes).some((key) => key !== items.ledger.key)) engine.repaint();
}

/** One that is taken away, as by the drain itself, leaves nothing to do. */
function isNewWish([key, { newValue }]: [string, Browser.storage.StorageChange]): boolean {
  return key.startsWith(items.intents.prefix) && newValue !== undefined;
}
