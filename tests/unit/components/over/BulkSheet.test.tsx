import { cleanup, render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BulkSheet } from '../../../../components/over/BulkSheet.tsx';
import type { KnownRow } from '../../../../lib/session/facts.ts';
import { known, NOW } from '../../support/samples.ts';

afterEach(cleanup);

function show(
  rows: KnownRow[],
  { others = [known()], undoMs = 5_000 }: { others?: KnownRow[]; undoMs?: number | null } = {},
) {
  const calls = { onEnd: vi.fn(), onClose: vi.fn() };
  const sheet = (shown: KnownRow[], beside = others) => (
    <BulkSheet rows={shown} others={beside} undoMs={undoMs} {...calls} />
  );
  const view = render(sheet(rows));
  const next = (later: KnownRow[], beside = others) => view.rerender(sheet(later, beside));
  return { ...calls, next, user: userEvent.setup() };
}

const many = (count: number) => Array.from({ length: count }, () => known());
const sessionsOf = (rows: KnownRow[]) => rows.map(({ session }) => session);
const text = () => screen.getByRole('dialog').textContent;
const button = (name: string) => screen.getByRole('button', { name });
const lines = () => within(screen.getByRole('list')).getAllByRole('listitem');

describe('what it says', () => {
  test('which, how much, how many are busy, and for how long it can be undone', () => {
    const label = { id: 'sub_1', name: 'acme', label: 'Acme shop' };
    const facts = { subuser: label, bytesPerMinute: 5 };
    show([known({ sessionId: 'cart7', bytesUsed: 2e9 }, { facts }), known({ bytesUsed: 1e9 })]);
    screen.getByRole('dialog', { name: 'End 2 sessions?' });
    expect(text()).toContain('3.00 GB used so far. 1 is busy. This can be taken back for 5 s.');
    expect(lines()[0]?.textContent).toBe('REScart7US · CA · LAAcme shop2.00 GB');
    expect(document.activeElement).toBe(button('Cancel'));
  });

  test('that it can’t be undone, where there is no time for that', () => {
    show(many(2), { undoMs: 0 });
    expect(text()).toContain('This can’t be taken back.');
    cleanup();
    show(many(2), { undoMs: null });
    expect(text()).toContain('This can be taken back until you close this window.');
  });

  test('of a long list its beginning, and how many more there are', () => {
    show(many(512));
    expect(lines()).toHaveLength(201);
    expect(lines().at(-1)?.textContent).toBe('and 312 more');
  });
});

describe('what it ends', () => {
  test('is what it names', async () => {
    const rows = many(3);
    const { onEnd, user } = show(rows);
    await user.click(button('End 3'));
    expect(onEnd.mock.calls).toEqual([[sessionsOf(rows)]]);
  });

  test('is never what is protected, or is being ended already', async () => {
    const open = known();
    const kept = known({ sessionId: 'login7' }, { facts: { protection: 'subuser' } });
    const ending = known({}, { fate: { kind: 'undoable', askedAtMs: NOW, untilMs: NOW } });
    const { onEnd, user } = show([kept, open, ending]);
    expect(text()).toMatch(/1 is protected and skipped: login7.*1 is being ended already/);
    await user.click(button('End 1'));
    expect(onEnd.mock.calls).toEqual([[[open.session]]]);
  });

  test('is less than it was where some have ended meanwhile, and never more', async () => {
    const rows = many(4);
    const { onEnd, next, user } = show(rows);
    next([...rows.slice(2), known()]);
    expect(text()).toContain('2 have ended meanwhile.');
    await user.click(button('End 2'));
    expect(onEnd.mock.calls).toEqual([[sessionsOf(rows.slice(2))]]);
  });

  test('is nothing once nothing is left', async () => {
    const { next, onClose, user } = show(many(2));
    button('End 2').focus();
    next([]);
    screen.getByRole('dialog', { name: 'Nothing to end' });
    expect(screen.getAllByRole('button')).toHaveLength(1);
    expect(document.activeElement).toBe(button('Close'));
    await user.click(button('Close'));
    expect(onClose).toHaveBeenCalledOnce();
  });
});

describe('a lot', () => {
  test('is typed before it is ended', async () => {
    const rows = many(63);
    const { onEnd, user } = show(rows);
    const end = button('End 63');
    expect(end.getAttribute('aria-disabled')).toBe('true');
    expect(end.title).toBe('Type the number first.');
    await user.click(end);
    expect(onEnd).not.toHaveBeenCalled();
    const field = screen.getByRole('textbox', { name: 'Type 63 to confirm' });
    expect(document.activeElement).toBe(field);
    await user.type(field, '64{Enter}');
    expect(onEnd).not.toHaveBeenCalled();
    await user.clear(field);
    await user.type(field, ' 63{Enter}');
    expect(onEnd.mock.calls).toEqual([[sessionsOf(rows)]]);
  });

  test('keeps what was typed while some end', async () => {
    const rows = many(1_234);
    const { next, onEnd, user } = show(rows);
    await user.type(screen.getByRole('textbox', { name: 'Type 1,234 to confirm' }), '1 234');
    next(rows.slice(1));
    await user.click(button('End 1,233'));
    expect(onEnd.mock.calls).toEqual([[sessionsOf(rows.slice(1))]]);
  });

  test('is more than fifty, or all that can be ended, as it was at first', () => {
    const rows = many(51);
    const { next } = show(rows);
    next(rows.slice(10));
    screen.getByRole('textbox', { name: 'Type 41 to confirm' });
    cleanup();
    show(many(50));
    expect(screen.queryByRole('textbox')).toBeNull();
    cleanup();
    show(rows, { others: [] }).next(rows.slice(50), many(1));
    expect(text()).toContain('These are all that can be ended.');
  });

  test('is all but what is protected or being ended, too', () => {
    const kept = known({}, { facts: { protection: 'session' } });
    const ending = known({}, { fate: { kind: 'undoable', askedAtMs: NOW, untilMs: NOW } });
    show(many(2), { others: [kept, ending] });
    screen.getByRole('textbox', { name: 'Type 2 to confirm' });
  });

  test('counts without what is skipped', () => {
    const kept = Array.from({ length: 9 }, () => known({}, { facts: { protection: 'session' } }));
    show([...many(50), ...kept]);
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(text()).toContain('9 are protected and skipped');
  });
});
