import { act, cleanup, render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  SessionDetail,
  type SessionDetailProps,
} from '../../../../components/session/SessionDetail.tsx';
import type { ApiError } from '../../../../lib/api/errors.ts';
import type { Facts } from '../../../../lib/session/facts.ts';
import { refOf } from '../../../../lib/session/ref.ts';
import type { Trace } from '../../../../lib/store/schemas.ts';
import { DEFAULT_WATCHING } from '../../../../lib/store/state.ts';
import { formatTime } from '../../../../lib/surface/format.ts';
import { detail, NOW, session, type WholeSession } from '../../support/samples.ts';

afterEach(cleanup);

const MINUTE = 60_000;

function traceOf(of: WholeSession, fields: Partial<Trace> = {}): Trace {
  const seenAtMs = NOW - 5 * MINUTE;
  const points = [seenAtMs, 0, 1, NOW - MINUTE, of.bytesUsed, of.requests];
  return { seenAtMs, points, ips: [{ atMs: seenAtMs, ip: of.exitIp }], returned: null, ...fields };
}

function factsOf(of: WholeSession, fields: Partial<Facts> = {}): Facts {
  return {
    subuser: { id: of.subuser, name: 'shop', label: 'Shop EU' },
    trace: traceOf(of),
    bytesPerMinute: 1_250_000,
    readAtMs: NOW,
    isIdle: false,
    isTwin: false,
    sharesExit: false,
    protection: null,
    hasReminder: false,
    ...fields,
  };
}

type Given = Partial<Omit<SessionDetailProps, 'actions'>> & { facts?: Partial<Facts> };

function show(of: WholeSession, { facts: some, ...given }: Given = {}) {
  const actions = {
    onBack: vi.fn(),
    onTerminate: vi.fn(),
    onUndo: vi.fn(),
    onProtect: vi.fn(),
    onRemind: vi.fn(),
    onSettings: vi.fn(),
    onLook: vi.fn(),
    onCopy: vi.fn(async () => {}),
  };
  const facts = factsOf(of, some);
  const fate = { kind: 'active', refusal: null } as const;
  const props = {
    row: {
      ref: refOf(of),
      session: of,
      facts,
      fate,
      endsAtMs: of.expiresAtMs,
      bornAtMs: of.startedAtMs,
    },
    last: { session: of, facts },
    ended: null,
    detail: null,
    watching: DEFAULT_WATCHING,
    nowMs: NOW,
    whyNoEnds: null,
    actions,
  };
  const view = render(<SessionDetail {...props} {...given} />);
  const next = (later: Given) => view.rerender(<SessionDetail {...props} {...given} {...later} />);
  return { actions, next, user: userEvent.setup() };
}

/** What stands beside a name. */
const told = (name: string) =>
  screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent;
const copyButton = (name: string) => screen.getByRole('button', { name: `Copy: ${name}` });
const requests = () => screen.queryByRole('table', { name: 'Last requests' });

const target = session({
  sessionId: 'cart7',
  bytesUsed: 34_200_000,
  requests: 1234,
  exitIp: '2001:db8:85a3::8a2e:370:7334',
});

describe('one session', () => {
  test('is told with every field', () => {
    show(target, { facts: { isTwin: true, sharesExit: true, isIdle: true } });
    screen.getByRole('region', { name: 'cart7' });
    const fields = [
      ['Left', '10:00'],
      ['Age', '10 min'],
      ['Data', '34.2 MB'],
      ['Rate', '1.25 MB/minidle'],
      ['Requests', '1,234'],
      ['Session', 'cart7others have the same'],
      ['ID', target.id],
      ['Sub-user', 'Shop EU'],
      ['Name', 'shop'],
      ['Sub-user ID', 'sub_1'],
      ['Product', 'Residential'],
      ['Region', 'United States · us'],
      ['State', 'ca'],
      ['City', 'la'],
      ['ASN', 'AS7922'],
      ['Exit IP', '2001:db8:85a3::8a2e:370:7334others exit here too'],
      ['Re-pinned', 'No'],
      ['Status', 'Active'],
    ] as const;
    for (const [name, value] of fields) expect([name, told(name)]).toEqual([name, value]);
    expect(told('Started')).toMatch(/2026/);
    expect(told('Expires')).toMatch(/2026/);
  });

  test.each([
    ['Data', '34200000'],
    ['Rate', '1250000'],
    ['Region', 'us'],
    ['Exit IP', '2001:db8:85a3::8a2e:370:7334'],
    ['Started', '2026-11-23T11:50:00Z'],
    ['Expires', '2026-11-23T12:10:00Z'],
    ['Re-pinned', 'false'],
    [
      'Username',
      'helo_shop-type-res-region-us-state-ca-city-la-asn-7922-session-cart7-sesstime-20',
    ],
    [
      'curl',
      "curl -x http://gate.helodata.io:7777 -U 'helo_shop-type-res-region-us-state-ca-city-la-asn-7922-session-cart7-sesstime-20:PASSWORD' https://example.com/",
    ],
  ])('%s is copied as %s', async (name, text) => {
    const { actions, user } = show(target);
    await user.click(copyButton(name));
    expect(actions.onCopy.mock.calls).toEqual([[text]]);
  });

  test('is copied as JSON, with its requests once they are known', async () => {
    const samples = [{ at: 'now', bytes: 1 }];
    const { actions, user } = show(target, { detail: detail(target, { samples }) });
    await user.click(screen.getByRole('button', { name: 'Copy JSON' }));
    const [[text] = []] = actions.onCopy.mock.calls as unknown as [[string]];
    expect(JSON.parse(text ?? '')).toMatchObject({ id: target.id, asn: 7922, samples });
  });

  test('without state, city and network, of 0 bytes, seen once', () => {
    const bare = session({ state: null, city: null, asn: null, bytesUsed: 0, requests: 0 });
    show(bare, { facts: { bytesPerMinute: null } });
    for (const name of ['State', 'City', 'ASN']) {
      expect(told(name)).toBe('Any');
      expect(screen.queryByRole('button', { name: `Copy: ${name}` })).toBeNull();
    }
    expect([told('Data'), told('Requests')]).toEqual(['0 B', '0']);
    expect(told('Rate')).toBe('–not known yet');
    screen.getByText('No data so far.');
  });

  test('of a sub-user that is not known has no username rather than a guessed one', () => {
    show(target, { facts: { subuser: null } });
    expect(told('Username')).toBe('It can’t be rebuilt exactly without the sub-user’s name.');
    expect(told('Sub-user')).toMatch(/^Not known/);
    expect(told('Sub-user ID')).toBe('sub_1');
    expect(screen.queryByRole('button', { name: /curl|Username/ })).toBeNull();
  });

  test('has the keyboard’s focus when it opens, and leads back', async () => {
    const { actions, user } = show(target);
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'cart7' }));
    await user.tab();
    await user.keyboard('{Enter}');
    expect(actions.onBack).toHaveBeenCalledOnce();
  });

  test('can be ended here, and that undone, by the row’s own button', async () => {
    const { actions, next, user } = show(target);
    await user.click(screen.getByRole('button', { name: /^Terminate cart7/ }));
    expect(actions.onTerminate.mock.calls).toEqual([[target]]);
    const times = { endsAtMs: NOW + 1, bornAtMs: target.startedAtMs };
    const row = { ref: refOf(target), session: target, facts: factsOf(target), ...times };
    next({ row: { ...row, fate: { kind: 'undoable', askedAtMs: NOW, untilMs: NOW + 4_000 } } });
    expect(told('Status')).toBe('Being ended');
    screen.getByText('Ending… 4 s');
    await user.click(screen.getByRole('button', { name: /^Undo ending cart7/ }));
    expect(actions.onUndo.mock.calls).toEqual([[target]]);
  });

  test('that may not be ended says why', async () => {
    const { actions, user } = show(target, { whyNoEnds: 'Read-only.' });
    const button = screen.getByRole('button', { name: /^Terminate/ });
    expect(button.title).toBe('Read-only.');
    await user.click(button);
    expect(actions.onTerminate).not.toHaveBeenCalled();
  });

  test.each([
    [null, 'Protect session', 'session'],
    [null, 'Protect sub-user', 'subuser'],
    ['session', 'Remove protection', null],
    ['subuser', 'Remove protection', null],
  ] as const)('protected by %s: %s', async (protection, name, kind) => {
    const { actions, user } = show(target, { facts: { protection } });
    await user.click(screen.getByRole('button', { name }));
    expect(actions.onProtect.mock.calls).toEqual([[target, kind]]);
  });
});

describe('whether it is told of before its end', () => {
  const on = { ...DEFAULT_WATCHING, isOn: true };

  test.each([
    [false, on, 'You are not told.', 'Tell me before it ends'],
    [true, on, 'You are told 5 minutes before.', 'Don’t tell me'],
    [
      true,
      { ...on, ending: { withinMs: MINUTE } },
      'You are told 1 minute before.',
      'Don’t tell me',
    ],
  ])('%j: said, and changed by one button', async (hasReminder, watching, words, name) => {
    const { actions, user } = show(target, { watching, facts: { hasReminder } });
    const section = within(screen.getByRole('region', { name: 'Before it ends' }));
    section.getByText(words);
    await user.click(section.getByRole('button', { name }));
    expect(actions.onRemind.mock.calls).toEqual([[target, !hasReminder]]);
    expect(section.queryByRole('button', { name: 'Open settings' })).toBeNull();
  });

  test('is not as long as watching is off, which it says with the way to turn it on', async () => {
    const { actions, user } = show(target, { facts: { hasReminder: true } });
    screen.getByText('Watching is off in the settings, so you are not told yet.');
    await user.click(screen.getByRole('button', { name: 'Open settings' }));
    expect(actions.onSettings).toHaveBeenCalledOnce();
  });
});

describe('what the extension remembers', () => {
  test('its data over time, said in words', () => {
    show(session({ bytesUsed: 2_147_483_648 }));
    const start = formatTime(NOW - 10 * MINUTE);
    const seen = formatTime(NOW - 5 * MINUTE);
    screen.getByRole('img', {
      name: `0 B at the start, ${start}; 0 B when first seen, ${seen}; 2.15 GB now`.replaceAll(
        '\u202f',
        ' ',
      ),
    });
  });

  test('its IPs, the present one first', async () => {
    const ips = [
      { atMs: NOW - 5 * MINUTE, ip: '198.51.100.1' },
      { atMs: NOW - 2 * MINUTE, ip: target.exitIp },
    ];
    const { actions, user } = show(target, { facts: { trace: traceOf(target, { ips }) } });
    const list = within(screen.getByRole('region', { name: 'Exit IPs' }));
    expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      `${target.exitIp}since ${formatTime(NOW - 2 * MINUTE)}`,
      `198.51.100.1first seen ${formatTime(NOW - 5 * MINUTE)}`,
    ]);
    await user.click(copyButton('198.51.100.1'));
    expect(actions.onCopy.mock.calls).toEqual([['198.51.100.1']]);
  });

  test('that an IP before the present one is not known', () => {
    show({ ...target, repinned: true });
    screen.getByText(/^It was re-pinned before it was first seen here/);
    expect(told('Re-pinned')).toBe('Yes, the IP was reassigned');
  });

  test('an IP that only a look has shown', () => {
    const moved = { ...target, requests: 2_000, exitIp: '198.51.100.9', repinned: true };
    show(target, { detail: detail(moved) });
    expect(told('Exit IP')).toBe('198.51.100.9');
    const list = within(screen.getByRole('region', { name: 'Exit IPs' }));
    expect(list.getAllByRole('listitem')[0]?.textContent).toBe('198.51.100.9');
  });

  test.each([
    [
      '198.51.100.7',
      /^Came back 12 sec after it was ended, with a new IP \(before: 198\.51\.100\.7\)/,
    ],
    [target.exitIp, /^Came back 12 sec after it was ended, with the same IP/],
  ])('that its client came back, from %s', (fromIp, words) => {
    const returned = { ref: 'residential:ses_0', afterMs: 12_000, fromIp };
    show(target, { facts: { trace: traceOf(target, { returned }) } });
    screen.getByText(words);
  });

  test('nothing, of a session that no list has shown', () => {
    show(target, { facts: { trace: null, bytesPerMinute: null } });
    screen.getByText('Not seen in a list yet.');
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });
});

describe('what helodata says of it', () => {
  const asking = 'Asking helodata…';

  test('is waited for where only it can tell: the rest is there at once', () => {
    const { next } = show(target);
    screen.getByText(asking);
    expect(told('Data')).toBe('34.2 MB');
    next({ detail: detail(target) });
    screen.getByText('helodata tells of no requests.');
  });

  test('is its latest requests, by whatever names their fields have', () => {
    const samples = [{ verb: 'GET', size: 12_345 }, { verb: 'POST' }];
    show(target, { detail: detail(target, { samples }) });
    const rows = within(requests() as HTMLElement).getAllByRole('row');
    expect(rows.map(({ textContent }) => textContent)).toEqual(['verbsize', 'GET12,345', 'POST']);
  });

  test('is more than the columns can hold', () => {
    const samples = [Object.fromEntries([...'abcdefghij'].map((name) => [name, 1]))];
    show(target, { detail: detail(target, { samples }) });
    screen.getByText('+ 2 more fields, in the JSON.');
  });

  test('counts where it is later than the list, and not where it is older', () => {
    const { next } = show(target, {
      detail: detail({ ...target, requests: 1_300, bytesUsed: 40_000_000 }),
    });
    expect([told('Data'), told('Requests')]).toEqual(['40.0 MB', '1,300']);
    next({ detail: detail({ ...target, requests: 1_000, bytesUsed: 30_000_000 }) });
    expect([told('Data'), told('Requests')]).toEqual(['34.2 MB', '1,234']);
  });

  test('may be that it was ended early, before a list shows that', () => {
    show(target, { detail: detail(target, { endedAs: 'terminated' }) });
    expect(told('Status')).toBe('Ended early');
  });

  test('may not be had: why, and another try', async () => {
    const problem: ApiError = { kind: 'unreachable', requestId: null };
    const { actions, user } = show(target, { detail: detail(target, { session: null, problem }) });
    expect(screen.getByRole('alert').textContent).toMatch(/can’t be reached/);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(actions.onLook).toHaveBeenCalledOnce();
    expect(screen.queryByText(asking)).toBeNull();
  });
});

describe('one that is gone', () => {
  const gone = { kind: 'gone', requestId: null } as const;

  test('stays as it was last known, and says what became of it', async () => {
    const { actions, user } = show(target, {
      row: null,
      ended: 'Expired',
      detail: detail(target, { session: null, problem: gone }),
    });
    expect(screen.getByRole('status').textContent).toBe(
      'helodata does not know it any more (404). This is what was last known of it.',
    );
    expect(told('Status')).toBe('Expired');
    expect(told('Data')).toBe('34.2 MB');
    for (const name of ['Left', 'Age', 'Rate']) expect(screen.queryByText(name)).toBeNull();
    expect(screen.queryByRole('button', { name: /^Terminate|^Protect|Try again/ })).toBeNull();
    await user.click(copyButton('Username'));
    expect(actions.onCopy).toHaveBeenCalledOnce();
  });

  test('is told to be gone before the lists know of it', () => {
    show(target, { detail: detail(target, { session: null, problem: gone }) });
    expect(told('Status')).toBe('Gone');
    expect(screen.getByRole('status').textContent).toContain('(404)');
  });

  test('from the list alone, with no word of why', () => {
    show(target, { row: null });
    expect(told('Status')).toBe('No longer listed');
    expect(screen.getByRole('status').textContent).toBe('This is what was last known of it.');
  });

  test.each([
    ['Copy: Exit IP', 'button'],
    ['Protect session', 'panel'],
  ])('leaves the focus that was on “%s” to the %s', (name, keeper) => {
    const { next } = show(target);
    const button = screen.getByRole('button', { name });
    act(() => button.focus());
    next({ row: null, ended: 'Ended by you' });
    const panel = screen.getByRole('region', { name: 'cart7' });
    expect(document.activeElement).toBe(keeper === 'button' ? button : panel);
  });
});
