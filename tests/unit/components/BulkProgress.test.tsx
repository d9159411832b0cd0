import { cleanup, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BulkProgress } from '../../../components/BulkProgress.tsx';
import type { BulkProgress as Progress } from '../../../lib/termination/bulk.ts';
import { intentOf, NOW, session } from '../support/samples.ts';

afterEach(cleanup);

function show(fields: Partial<Progress>) {
  const calls = { onStop: vi.fn(), onDismiss: vi.fn() };
  const fresh = { askedAtMs: NOW, total: 14, ended: 0, waiting: 14, failed: [], undone: 0 };
  const strip = (given: Partial<Progress>, nowMs = NOW) => (
    <BulkProgress
      progress={{ ...fresh, undoableUntilMs: null, ...given }}
      nowMs={nowMs}
      {...calls}
    />
  );
  const view = render(strip(fields));
  const next = (later: Partial<Progress>, nowMs?: number) => view.rerender(strip(later, nowMs));
  return { ...calls, next, user: userEvent.setup() };
}

function failure(sessionId: string, retryAtMs: number | null = null): Progress['failed'][number] {
  const asked = { sessionId, dueAtMs: NOW, from: 'bulk' } as const;
  return {
    intent: intentOf(session(), asked),
    problem: { kind: 'server-fault', status: 502, requestId: 'req_5' },
    retryAtMs,
  };
}

const text = () => document.querySelector('.bulk-line p')?.textContent;
const bar = () => screen.getByRole<HTMLProgressElement>('progressbar');
const press = (name: string) => screen.getByRole('button', { name });

describe('how far it has come', () => {
  test('is told in numbers and by a bar', () => {
    show({ ended: 9, waiting: 4, failed: [failure('cart7')] });
    expect(text()).toBe('Ending 14 sessions: 9 ended, 4 waiting, 1 failed');
    expect([bar().value, bar().max]).toEqual([10, 14]);
  });

  test('counts what is tried again as under way', () => {
    show({ ended: 13, waiting: 0, failed: [failure('cart7', NOW + 5_000)] });
    expect(text()).toBe('Ending 14 sessions: 13 ended, 1 failed');
    expect(bar().value).toBe(13);
    press('Stop');
  });

  test('is told at the end, too', () => {
    show({ ended: 11, waiting: 0, undone: 3 });
    expect(text()).toBe('Done: 11 ended, 3 not ended');
  });
});

test('its one button undoes all, then stops the rest, then takes the strip away', async () => {
  const { next, onStop, onDismiss, user } = show({ undoableUntilMs: NOW + 3_200 });
  const button = press('Undo all (4 s)');
  await user.click(button);
  expect(onStop).toHaveBeenCalledTimes(1);
  next({ undoableUntilMs: NOW + 3_200 }, NOW + 3_200);
  await user.click(press('Stop'));
  expect(onStop).toHaveBeenCalledTimes(2);
  next({ ended: 14, waiting: 0 });
  expect(document.activeElement).toBe(button);
  await user.click(press('Dismiss'));
  expect(onDismiss).toHaveBeenCalledOnce();
  expect(onStop).toHaveBeenCalledTimes(2);
});

describe('what failed', () => {
  test('is named with the reason', () => {
    show({ failed: [failure('cart7'), failure('login2', NOW)] });
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'cart7 Given up after many tries: helodata has a fault (502). Request req_5.',
      expect.stringMatching(/^login2 Not ended yet, next try at .*: helodata has a fault/),
    ]);
  });

  test('waits behind a line where it is more than two', () => {
    show({ failed: ['a', 'b', 'c'].map((name) => failure(name)) });
    const details = screen.getByText('Why 3 failed').closest('details');
    expect(details?.open).toBe(false);
    expect(details?.querySelectorAll('li')).toHaveLength(3);
  });
});
