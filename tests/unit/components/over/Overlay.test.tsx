import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { Popup } from '../../../../components/Popup.tsx';
import type { Session } from '../../../../lib/api/schemas.ts';
import { protectionName } from '../../../../lib/session/protection.ts';
import { popupActions } from '../../support/popup-actions.ts';
import { listed, NOW, session } from '../../support/samples.ts';

afterEach(cleanup);

const row = (id: string) => screen.getByRole('row', { name: new RegExp(id) });

function show(sessions: Session[], kept: Session[] = []) {
  const protections = new Set(kept.map((each) => protectionName('session', each)));
  const actions = popupActions();
  const popup = (of: Session[]) => (
    <Popup state={listed(of, { protections })} nowMs={NOW} actions={actions} />
  );
  const view = render(popup(sessions));
  return {
    actions,
    user: userEvent.setup(),
    next: (later: Session[]) => view.rerender(popup(later)),
  };
}

test('a row’s menu opens from the keyboard as often as it is asked for, and gives the focus back', async () => {
  const { user } = show([session({ sessionId: 'one' })]);
  await user.keyboard('j');
  for (let time = 0; time < 2; time++) {
    await user.keyboard('m');
    await screen.findByRole('menu', { name: 'Actions for one' });
    expect(document.activeElement?.textContent).toContain('Details');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(row('one')));
  }
});

test('all that are shown are all, though another waits to be let in; what the filter hides is not', async () => {
  const two = [session({ sessionId: 'one' }), session({ sessionId: 'one2' })];
  const { user, next } = show(two);
  const askAll = async () => {
    await user.keyboard('ax');
    const { textContent } = await screen.findByRole('dialog', { name: 'End 2 sessions?' });
    await user.keyboard('{Escape}');
    return textContent;
  };
  await user.keyboard('j');
  next([...two, session({ sessionId: 'late' })]);
  screen.getByRole('button', { name: '1 new' });
  expect(await askAll()).toContain('Type 2 to confirm');
  await user.keyboard('{Escape}/one{Enter}');
  expect(await askAll()).not.toContain('to confirm');
});

test('a question that its session forestalls goes, and the list has its keys again', async () => {
  const [kept, other] = [session({ sessionId: 'kept' }), session({ sessionId: 'other' })];
  const { user, next, actions } = show([kept, other], [kept]);
  await user.click(screen.getByRole('button', { name: /^Terminate kept/ }));
  await screen.findByRole('dialog');
  expect(actions.onTerminate).not.toHaveBeenCalled();
  next([other]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await user.keyboard('{End}x');
  expect(actions.onTerminate).toHaveBeenCalledExactlyOnceWith(other);
});
