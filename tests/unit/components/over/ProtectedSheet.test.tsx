import { cleanup, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { ProtectedSheet } from '../../../../components/over/ProtectedSheet.tsx';
import type { Facts } from '../../../../lib/session/facts.ts';
import { known } from '../../support/samples.ts';

afterEach(cleanup);

function show(facts: Partial<Facts>) {
  const row = known({ sessionId: 'login7' }, { facts });
  const calls = { onEnd: vi.fn(), onClose: vi.fn() };
  render(<ProtectedSheet row={row} {...calls} />);
  return { ...calls, row, user: userEvent.setup() };
}

test('asks, and ends only after a yes', async () => {
  const { onEnd, onClose, row, user } = show({ protection: 'session' });
  screen.getByRole('dialog', { name: 'login7 is protected. End it anyway?' });
  await user.keyboard('{Enter}');
  expect(onClose).toHaveBeenCalledOnce();
  expect(onEnd).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'End it' }));
  expect(onEnd.mock.calls).toEqual([[row.session]]);
});

test('says so where it is the sub-user that is protected', () => {
  const subuser = { id: 'sub_1', name: 'acme', label: null };
  show({ protection: 'subuser', subuser });
  screen.getByText('All sessions of its sub-user acme are protected.');
});
