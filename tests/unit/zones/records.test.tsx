// @vitest-environment node
/* Every field of a record in every odd form: how its row looks, what the badge says, and that its Terminate
 * sends one DELETE. It runs in three time zones, with times that name none; the table is written to
 * test-results/records.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { renderToString } from 'preact-render-to-string';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Popup, type PopupActions } from '../../../components/Popup.tsx';
import { overviewOf } from '../../../lib/session/overview.ts';
import type { State } from '../../../lib/store/state.ts';
import { badgeOf } from '../../../lib/surface/badge.ts';
import { menuOf } from '../../../lib/surface/menu.ts';
import { askToTerminate } from '../../../lib/termination/intent.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Background } from '../support/background.ts';

const ZONES = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles'];
const HOSTILE = '<img src=x onerror="document.title=1">\u202e\u0000';

type Fields = Record<string, unknown>;
/** Puts the odd value in the place of the right one; null where that kind is none of the field's. */
type Kind = (value: unknown) => { value: unknown } | 'absent' | null;

const KINDS: Record<string, Kind> = {
  null: () => ({ value: null }),
  absent: () => 'absent',
  'wrong type': () => ({ value: { nested: [true] } }),
  list: () => ({ value: [] }),
  'text for number': (value) => (typeof value === 'number' ? { value: String(value) } : null),
  'number for text': (value) => (typeof value === 'string' ? { value: 12345 } : null),
  'text for boolean': (value) => (typeof value === 'boolean' ? { value: String(value) } : null),
  'upper case': (value) => (typeof value === 'string' ? { value: value.toUpperCase() } : null),
  empty: () => ({ value: '' }),
  blanks: () => ({ value: '  ' }),
  negative: (value) => (typeof value === 'number' ? { value: -1 } : null),
  huge: (value) => ({ value: typeof value === 'number' ? 1e300 : 'x'.repeat(20_000) }),
  hostile: () => ({ value: HOSTILE }),
};

/** A record as documented, but for the zone of its times. */
const RECORD: Fields = {
  subuser: 'sub_1',
  session_id: 'cart7',
  region: 'us',
  state: 'ca',
  city: 'la',
  asn: 7922,
  exit_ip: '198.51.100.42',
  started_at: '',
  expires_at: '',
  bytes_used: 3_145_728,
  requests: 42,
  repinned: false,
  status: 'active',
};

/** Its time left when it is shown, by the sandbox's clock. */
const LEFT = '20:00';

const cells = Object.keys(RECORD).flatMap((field) =>
  Object.entries(KINDS).flatMap(([kind, make]) => {
    const made = make(field.endsWith('_at') ? '2026-05-28T07:00:00' : RECORD[field]);
    return made ? [{ field, kind, made }] : [];
  }),
);

const table: string[] = [];
let sandbox: Sandbox;
const zoneBefore = process.env.TZ;

// The popup says the same at any width.
vi.stubGlobal('matchMedia', () => ({ matches: false }));

beforeAll(async () => {
  sandbox = await startSandbox({ sessions: 2, speed: 0, plan: 'enterprise' });
});
afterEach(() => sandbox.faults.clear());
afterAll(async () => {
  if (zoneBefore === undefined) delete process.env.TZ;
  else process.env.TZ = zoneBefore;
  await sandbox.close();
  const head = '| field | kind | row | menu | badge | DELETE |\n|---|---|---|---|---|---|';
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/records.md', `${[head, ...table].join('\n')}\n`);
});

/** `2026-05-28 07:00:00`, in UTC and without saying so. */
function withoutZone(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** A session of the sandbox, listed alone and as `change` has it. */
async function listOdd(change: (record: Fields) => Fields) {
  const { id } = sandbox.world.add('residential', {});
  const nowMs = sandbox.clock.now();
  const times = {
    started_at: withoutZone(nowMs - 600_000),
    expires_at: withoutZone(nowMs + 1_200_000),
  };
  const record = change({ id, ...RECORD, ...times });
  const page = (data: Fields[]) => JSON.stringify({ data, next_cursor: null });
  for (const [product, data] of [
    ['residential', [record]],
    ['mobile', []],
  ] as const) {
    sandbox.faults.inject({ endpoint: 'list', product, kind: 'body', body: page([...data]) });
  }
  const background = new Background(sandbox);
  await background.connect(sandbox.keys.full);
  return { id, background, state: await background.state() };
}

function rowText(state: State, nowMs: number): string {
  const actions = new Proxy({}, { get: () => () => {} }) as PopupActions;
  const html = renderToString(<Popup state={state} nowMs={nowMs} actions={actions} />);
  const [, row = ''] = /<tr class="row"[^>]*>(.*?)<\/tr>/s.exec(html) ?? [];
  const cells = row.split('</td>').map((cell) => cell.replaceAll(/<[^>]+>/g, ' ').trim());
  return cells
    .map((cell) => cell.replaceAll(/\s+/g, ' '))
    .filter((cell) => cell !== '')
    .join(' ¦ ');
}

describe.each(ZONES)('in %s', (zone) => {
  beforeAll(() => {
    process.env.TZ = zone;
  });

  test('the computer is in that zone', () => {
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
  });

  test.each(cells)('$field, $kind: listed, counted, and terminated once', async (cell) => {
    const { field, kind, made } = cell;
    const { id, background, state } = await listOdd((record) => {
      const { [field]: _, ...others } = record;
      return made === 'absent' ? others : { ...others, [field]: made.value };
    });
    const overview = overviewOf(state, background.nowMs);
    const badge = badgeOf(overview);
    expect(badge.text).toBe('1');
    expect(badge.title).toContain('1 active session\n');
    const [row, ...more] = overview.rows;
    if (!row) throw new Error('the session is not listed');
    expect(more).toEqual([]);
    expect(row.session.id).toBe(id);

    const shown = rowText(state, background.nowMs);
    expect(shown).not.toMatch(/NaN|undefined|null|Invalid|\[object|[-−]\d+:\d|\u202e/);
    if (field !== 'expires_at' && field !== 'started_at') expect(shown).toContain(LEFT);
    const menu = menuOf(overview, state.protections).find(({ id: item }) => item.includes(id));
    expect(menu?.enabled).toBe(true);

    const before = sandbox.journal.requests('delete').length;
    await background.act((nowMs) =>
      askToTerminate({ session: row.session, from: 'row', undoMs: 0, owner: '', nowMs }),
    );
    const deletes = sandbox.journal.requests('delete').slice(before);
    expect(deletes.map(({ path }) => path)).toEqual([`/v1/residential/sessions/${id}`]);
    expect((await background.state()).ended.get(row.ref)?.how).toBe('terminated');
    if (zone === ZONES[0]) {
      const cut = (text: string) => text.replaceAll('|', '\\|').slice(0, 160);
      const columns = [field, kind, cut(shown), cut(menu?.title ?? ''), badge.text, deletes.length];
      table.push(`| ${columns.join(' | ')} |`);
    }
  });

  test('times without a zone are UTC', async () => {
    const { background, state } = await listOdd((record) => record);
    const [row] = overviewOf(state, background.nowMs).rows;
    expect(row?.endsAtMs).toBe(row?.bornAtMs && row.bornAtMs + 1_800_000);
    expect(Math.abs(Number(row?.endsAtMs) - background.nowMs - 1_200_000)).toBeLessThan(1_000);
  });
});

test.each([
  ['a number', 4711, '4711'],
  ['upper case', 'SES_ABC', 'SES_ABC'],
  ['blanks', ' ses 1 ', ' ses 1 '],
  ['hostile', '../<b>&?#', '../<b>&?#'],
])('an id that is %s names its session to the API', async (_, told, id) => {
  sandbox.world.add('residential', { id });
  const { background, state } = await listOdd((record) => ({ ...record, id: told }));
  const [row] = overviewOf(state, background.nowMs).rows;
  if (!row) throw new Error('the session is not listed');
  await background.act((nowMs) =>
    askToTerminate({ session: row.session, from: 'row', undoMs: 0, owner: '', nowMs }),
  );
  expect(sandbox.world.endings.at(-1)?.id).toBe(id);
});

test.each([null, undefined, '', '..', {}, [], 1.5, -1, 2 ** 60])(
  'a record of the id %o is told of, and costs no neighbour',
  async (id) => {
    const { state, background } = await listOdd((record) => ({ ...record, id }));
    const overview = overviewOf(state, background.nowMs);
    expect(overview).toMatchObject({ count: 0, isPartial: true });
    expect(badgeOf(overview).text).toBe('?');
  },
);
