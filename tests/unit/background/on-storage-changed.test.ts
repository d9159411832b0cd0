import { expect, test, vi } from 'vitest';
import type { Engine } from '../../../lib/background/engine.ts';
import { onStorageChanged } from '../../../lib/background/on-storage-changed.ts';
import { EMPTY_LEDGER, noted } from '../../../lib/quota/ledger.ts';
import * as items from '../../../lib/store/items.ts';
import { NOW } from '../support/samples.ts';

function changed(...entries: Record<string, unknown>[]) {
  const engine = { repaint: vi.fn(), poll: vi.fn(), drain: vi.fn(), look: vi.fn() };
  const values = Object.entries(Object.assign({}, ...entries) as Record<string, unknown>);
  const changes = Object.fromEntries(values.map(([key, newValue]) => [key, { newValue }]));
  onStorageChanged(engine as unknown as Engine, changes);
  return engine;
}

const ledger = items.ledger.entry(noted(EMPTY_LEDGER, NOW, 1));
const round = items.round.entry({ startedAtMs: NOW, finishedAtMs: null, everyMs: 60_000 });

test('a request that is noted paints nothing', () => {
  expect(changed(ledger).repaint).not.toHaveBeenCalled();
});

test('whatever else is written is painted, also beside that', () => {
  expect(changed(round).repaint).toHaveBeenCalledOnce();
  expect(changed(round, ledger).repaint).toHaveBeenCalledOnce();
});

test('what a person asked for comes before the paint of it', () => {
  const { poll, repaint } = changed(
    items.refresh.entry({ askedAtMs: NOW, by: 'person', narrow: null }),
  );
  expect(poll).toHaveBeenCalledWith('person');
  expect(poll).toHaveBeenCalledBefore(repaint);
});
