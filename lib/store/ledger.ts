/* Writing to the books of what was sent. */
import { EMPTY_LEDGER, noted } from '../quota/ledger.ts';
import * as items from './items.ts';

/** Notes requests. Background and pages write here, so it is for one at a time. */
export function noteRequests(count: number, nowMs: number): Promise<void> {
  return withBooks(async () => {
    const ledger = (await items.ledger.read()) ?? EMPTY_LEDGER;
    await items.ledger.write(noted(ledger, nowMs, count));
  });
}

/** Runs a task that reads and writes ledger or pause, while nobody else does. */
export function withBooks<T>(task: () => Promise<T>): Promise<T> {
  return navigator.locks.request('books', task);
}
