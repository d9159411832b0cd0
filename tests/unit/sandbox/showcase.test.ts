import { expect, test } from 'vitest';
import { showcase } from '../../sandbox/showcase.ts';
import { ask, start } from './support.ts';

test('the showcase holds what is awkward to show', async () => {
  const sandbox = await start({ sessions: 0 });
  const kinds = showcase(sandbox);
  const residential = await ask(sandbox, '/residential/sessions');
  const mobile = await ask(sandbox, '/mobile/sessions');
  const listed = [...residential.body.data, ...mobile.body.data];
  expect(listed).toHaveLength(Object.keys(kinds).length);

  const leftMs = (text: string) => Date.parse(text) - sandbox.clock.now();
  expect(leftMs(kinds.dying.expires_at)).toBeLessThanOrEqual(4_000);
  expect(leftMs(kinds.fresh.expires_at)).toBeGreaterThanOrEqual(29 * 60_000);
  expect(kinds.heavy).toMatchObject({ product: 'mobile', bytes_used: 2_000_000_000 });
  expect(kinds.untouched.bytes_used).toBe(0);
  expect(kinds.longId.session_id).toHaveLength(32);
  expect(kinds.ipv6.exit_ip).toContain(':');
  expect(kinds.nowhere).toMatchObject({ state: null, city: null, asn: null });
  expect(sandbox.world.session('residential', kinds.moved.id)).toMatchObject({ repinned: true });
  expect(kinds.sharing.exit_ip).toBe(kinds.alsoSharing.exit_ip);
  const twins = [kinds.twin, kinds.secondTwin, kinds.thirdTwin];
  expect(new Set(twins.map(({ session_id }) => session_id)).size).toBe(1);
  expect(new Set(twins.map(({ region }) => region)).size).toBe(3);

  const owners = new Map(sandbox.world.subusers.map((subuser) => [subuser.id, subuser]));
  for (const { subuser, product } of Object.values(kinds)) {
    expect(owners.get(subuser)?.products).toContain(product);
  }
  expect(owners.get(kinds.china.subuser)?.label).toMatch(/\p{Script=Han}/u);
  expect(owners.get(kinds.noLabel.subuser)?.label).toBe('');
  expect(owners.get(kinds.longLabel.subuser)?.label.length).toBeGreaterThan(60);
});

test('its sessions move as fast as they are said to', async () => {
  const sandbox = await start({ sessions: 0 });
  const { runaway, heavy, idle } = showcase(sandbox);
  sandbox.clock.advance(61_000);
  const moved = ({ product, id, bytes_used }: typeof runaway) =>
    ((sandbox.world.session(product, id)?.bytes_used ?? 0) - bytes_used) / 1_000_000;
  expect(moved(runaway)).toBeCloseTo(40, -1);
  expect(moved(heavy)).toBeCloseTo(3, 0);
  expect(moved(idle)).toBe(0);
});
