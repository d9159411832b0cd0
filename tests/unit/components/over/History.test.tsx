import { cleanup, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { History } from '../../../../components/over/History.tsx';
import type { Session } from '../../../../lib/api/schemas.ts';
import { refOf } from '../../../../lib/session/ref.ts';
import type { Past } from '../../../../lib/store/schemas.ts';
import { formatTime } from '../../../../lib/surface/format.ts';
import { NOW, session } from '../../support/samples.ts';

afterEach(cleanup);

const HOUR_MS = 3_600_000;
const acme = { id: 'sub_1', name: 'acme', label: 'Acme shop' };

function show(past: Past[] | null) {
  const onBack = vi.fn();
  const subusers = new Map([['sub_1', acme]]);
  render(<History past={past} {...{ subusers, onBack }} nowMs={NOW} hasLetters />);
  return { onBack, user: userEvent.setup() };
}

function past(fields: Partial<Session> = {}, more: Partial<Past> = {}): Past {
  const end = { how: 'expired', endedAtMs: NOW - 60_000, wish: null, cameBackAs: null } as const;
  return { session: session(fields), ...end, ...more };
}

const items = () => screen.getAllByRole('listitem').map((item) => item.textContent);
const names = () => [...document.querySelectorAll('.session-id')].map((name) => name.textContent);

describe('an entry', () => {
  test('says when, which, whose, where, how much, and how it ended', () => {
    const wish = { from: 'row', askedAtMs: NOW - 70_000, requestId: 'req_5' } as const;
    const fields = { sessionId: 'cart7', bytesUsed: 2e9, requests: 1_234 };
    show([past(fields, { how: 'terminated', wish })]);
    expect(items()).toEqual([
      `${formatTime(NOW - 60_000)}REScart7US · CA · LA203.0.113.72.00 GB1,234 requestsAcme shop` +
        `Ended by you · row, ${formatTime(NOW - 70_000)} · req_5`,
    ]);
  });

  test('links the session that has its username since', () => {
    const cameBackAs = refOf({ product: 'residential', id: 'ses_new/1' });
    show([past({}, { cameBackAs })]);
    screen.getByText('Expired · Came back as ses_new/1');
  });

  test('of another day says which', () => {
    show([past({}, { endedAtMs: NOW - 24 * HOUR_MS })]);
    expect(items()[0]).toMatch(/^Nov 2\d, /);
  });
});

describe('the list', () => {
  test('has the latest first, and their number', () => {
    const at = (hours: number) => ({ endedAtMs: NOW - hours * HOUR_MS });
    show([
      past({ sessionId: 'b' }, at(2)),
      past({ sessionId: 'a' }, at(1)),
      past({ sessionId: 'c' }, at(3)),
    ]);
    expect(names()).toEqual(['a', 'b', 'c']);
    screen.getByText('3 sessions ended in the last 24 hours');
  });

  test('that is full says so, and since when it has all', () => {
    const oldest = past({}, { endedAtMs: NOW - HOUR_MS });
    show([...Array.from({ length: 2_999 }, () => past()), oldest]);
    screen.getByText('3,000 ended sessions, and no more are kept');
    screen.getByText(
      `All that ended since ${formatTime(NOW - HOUR_MS)} are here; of those before, some.`,
    );
    cleanup();
    show(Array.from({ length: 2_999 }, () => past()));
    screen.getByText('2,999 sessions ended in the last 24 hours');
    expect(screen.queryByText(/All that ended since/)).toBeNull();
  });

  test('has of many those in view in the page, and says how many there are', () => {
    show(Array.from({ length: 450 }, () => past()));
    expect(names().length).toBeLessThan(60);
    expect(screen.getAllByRole('listitem')[0]?.getAttribute('aria-setsize')).toBe('450');
  });

  test('holds one that ended twice, as far as the list could tell', () => {
    const twice = session();
    show([past(twice), past(twice, { endedAtMs: NOW - HOUR_MS })]);
    expect(names()).toHaveLength(2);
  });
});

test('without any says what would stand there', () => {
  show([]);
  screen.getByText('Nothing has ended in the last 24 hours');
  expect(screen.queryByRole('list')).toBeNull();
});

test('while it is read does not look empty', () => {
  show(null);
  screen.getByText('Reading what has ended…');
  expect(screen.queryByText(/Nothing has ended/)).toBeNull();
});

test('starts on the way back', async () => {
  const { onBack, user } = show([past()]);
  await user.keyboard('{Enter}');
  expect(onBack).toHaveBeenCalledOnce();
});

test('moves by the keys of the list, wherever the keyboard is', async () => {
  const { user } = show(Array.from({ length: 450 }, () => past()));
  const scroller = document.querySelector('.past-list') as HTMLElement;
  const size = { scrollHeight: 22_500, clientHeight: 400 };
  for (const [name, value] of Object.entries(size))
    Object.defineProperty(scroller, name, { value });
  const after = async (keys: string) => {
    await user.keyboard(keys);
    return scroller.scrollTop;
  };
  expect(await after('jj{ArrowDown}k')).toBe(84);
  expect(await after('{PageDown}')).toBe(442);
  expect(await after('{End}')).toBeGreaterThan(22_000);
  expect(await after('{Home}')).toBe(0);
});
