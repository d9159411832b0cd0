/* Walks the table in ARCHITECTURE.md: every standing, on every surface. */
import { readFileSync } from 'node:fs';
import { cleanup, render } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import { Popup, type PopupActions } from '../../../components/Popup.tsx';
import type { ApiError } from '../../../lib/api/errors.ts';
import { overviewOf } from '../../../lib/session/overview.ts';
import { STANDINGS, type Standing } from '../../../lib/session/standing.ts';
import { DEFAULT_SETTINGS, type ListStatus, type State } from '../../../lib/store/state.ts';
import { badgeOf } from '../../../lib/surface/badge.ts';
import { BADGE_COLORS } from '../../../lib/surface/badge-colors.ts';
import { menuOf } from '../../../lib/surface/menu.ts';
import { failing, listed, NOW, session, state, status } from '../support/samples.ts';

afterEach(cleanup);

const problem = {
  refused: { kind: 'key-refused', requestId: 'req_1' },
  forbidden: { kind: 'not-permitted', code: 'insufficient_scope', requestId: 'req_2' },
  throttled: { kind: 'rate-limited', untilMs: NOW + 30_000, requestId: null },
  offline: { kind: 'unreachable', requestId: null },
  fault: { kind: 'server-fault', status: 500, requestId: 'req_3' },
} as const satisfies Record<string, ApiError>;

const key = { tail: 'wxyz', keptIn: 'local' as const, checked: true };
const both = (given: ListStatus) => ({ statuses: { residential: given, mobile: given } });
const two = (fields: Partial<State> = {}) =>
  listed([session(), session({ product: 'mobile' })], {
    account: { email: 'ada@example.com', plan: 'pro' },
    ...fields,
  });
const leftOut = (count: number) => status({ notUnderstood: { count, inPart: 0, ways: ['a'] } });

const samples: Record<Standing, State> = {
  'no-key': state(),
  'no-access': two({ hasAccess: false }),
  'key-refused': two(both(failing(problem.refused))),
  'no-products': listed([], { products: [] }),
  loading: state({ key }),
  'never-loaded': state({ key, ...both(failing(problem.fault, null)) }),
  'key-may-not-list': state({ key, ...both(failing(problem.forbidden, null)) }),
  throttled: two({
    ...both(failing(problem.throttled)),
    pause: { v: 3, saidAtMs: NOW, untilMs: NOW + 30_000, unnamed: 0 },
  }),
  offline: two(both(failing(problem.offline))),
  stale: two(both(failing(problem.fault))),
  'partly-understood': two({ statuses: { residential: status(), mobile: leftOut(3) } }),
  'product-missing': two({
    statuses: { residential: status(), mobile: failing(problem.forbidden, null) },
  }),
  'key-may-not-end': two({ readOnly: problem.forbidden }),
  fresh: two(),
};

const colors = {
  grey: BADGE_COLORS.unsure,
  red: BADGE_COLORS.refused,
  blue: BADGE_COLORS.sure,
} as const;

const table = readFileSync('ARCHITECTURE.md', 'utf8')
  .split('## What the numbers are worth')[1]
  ?.split('\n## ')[0];
const rows = [...(table ?? '').matchAll(/^\| `(.+?)` \| (.+) \|$/gm)].map(([, name, cells]) => ({
  name: name as Standing,
  cells: cells?.split(' | ') ?? [],
}));

test('the table has every standing, in the order in which they are judged', () => {
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(STANDINGS));
});

describe.each(rows)('$name', ({ name, cells }) => {
  const [, badge, tooltip, popup, refresh, terminate] = cells;
  const given = samples[name];
  const overview = overviewOf(given, NOW);
  const menu = menuOf(overview, given.protections);
  const isOn = (id: string) => menu.find((item) => item.id === id)?.enabled;

  test('is what the sample amounts to', () => {
    expect(overview.standing).toBe(name);
  });

  test('on the badge', () => {
    const [, text = '', color = 'blue'] = badge?.match(/`(.+)` (\w+)/) ?? [];
    expect(badgeOf(overview)).toMatchObject({ text, color: colors[color as 'grey'] });
  });

  test('in the tooltip', () => {
    expect(badgeOf(overview).title).toContain(tooltip);
  });

  test('in the popup', () => {
    const actions = new Proxy({}, { get: () => () => {} }) as PopupActions;
    render(<Popup state={given} nowMs={NOW} actions={actions} />);
    expect(document.body.textContent).toContain(popup);
  });

  test('in the menu', () => {
    expect(isOn('refresh')).toBe(refresh === 'on');
    expect(isOn('terminate')).toBe(terminate === 'on');
  });
});

test('a key that may only read disables Terminate under any standing', () => {
  for (const given of Object.values(samples)) {
    const menu = menuOf(
      overviewOf({ ...given, readOnly: problem.forbidden }, NOW),
      given.protections,
    );
    expect(menu.find(({ id }) => id === 'terminate')?.enabled).toBe(false);
  }
});

test('the read-only lock does so too, and is said, but is no trouble for the badge', () => {
  for (const given of Object.values(samples)) {
    const locked = { ...given, settings: { ...DEFAULT_SETTINGS, isLocked: true } };
    const [free, overview] = [overviewOf(given, NOW), overviewOf(locked, NOW)];
    expect(menuOf(overview, given.protections).find(({ id }) => id === 'terminate')?.enabled).toBe(
      false,
    );
    const { title: _, ...face } = badgeOf(free);
    expect(badgeOf(overview)).toMatchObject(face);
  }
  const { title } = badgeOf(
    overviewOf(two({ settings: { ...DEFAULT_SETTINGS, isLocked: true } }), NOW),
  );
  expect(title).toContain('The read-only lock is on (Settings).');
});

describe('where several apply', () => {
  const at = (residential: ListStatus | null, mobile: ListStatus | null, fields = {}) =>
    overviewOf(two({ statuses: { residential, mobile }, ...fields }), NOW);

  test('one list in error leaves the other one’s number, and the total is as old as it', () => {
    expect(at(status(), failing(problem.fault))).toMatchObject({ standing: 'stale', count: 2 });
    expect(at(status(), failing(problem.fault, null))).toMatchObject({
      standing: 'stale',
      count: 1,
      isPartial: true,
    });
  });

  test('a list that may not be read says nothing of the network', () => {
    expect(at(failing(problem.forbidden), failing(problem.offline)).standing).toBe('offline');
    expect(at(failing(problem.forbidden, null), null).standing).toBe('loading');
    expect(at(failing(problem.forbidden, null), failing(problem.fault, null)).standing).toBe(
      'never-loaded',
    );
  });

  test('numbers that grow old while the vendor wants nothing sent are throttled', () => {
    const old = status({ atMs: NOW - 120_000 });
    expect(at(old, old).standing).toBe('stale');
    expect(
      at(old, old, { pause: { v: 3, saidAtMs: NOW, untilMs: NOW + 1, unnamed: 0 } }).standing,
    ).toBe('throttled');
    expect(
      at(status(), status(), { pause: { v: 3, saidAtMs: NOW, untilMs: NOW + 1, unnamed: 0 } })
        .standing,
    ).toBe('fresh');
  });
});
