/* Sessions that somebody wants to be told of before they end, chosen in the list. */
import { cleanup, render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { Popup } from '../../../../components/Popup.tsx';
import type { Session } from '../../../../lib/api/schemas.ts';
import { refOf } from '../../../../lib/session/ref.ts';
import { popupActions } from '../../support/popup-actions.ts';
import { listed, NOW, session } from '../../support/samples.ts';

afterEach(cleanup);

const [one, other] = ['one', 'other'].map((id, at) =>
  session({ id, sessionId: id, bytesUsed: 2 - at }),
) as [Session, Session];

function show(chosen: Session[]) {
  const actions = popupActions();
  const state = listed([one, other], { reminders: new Set(chosen.map(refOf)) });
  render(<Popup state={state} nowMs={NOW} actions={actions} />);
  return { actions, user: userEvent.setup() };
}

const bell = (id: string) =>
  within(screen.getByRole('row', { name: new RegExp(`${id}`) })).queryByRole('img', {
    name: 'You are told before it ends',
  });

test('a bell stands at those that were chosen', () => {
  show([one]);
  expect(bell('one')).not.toBeNull();
  expect(bell('other')).toBeNull();
});

test('n chooses the row that the keyboard is at, and n again takes that back', async () => {
  const { actions, user } = show([other]);
  await user.keyboard('n');
  expect(actions.onRemind).not.toHaveBeenCalled();
  await user.keyboard('jn');
  await user.keyboard('jn');
  expect(actions.onRemind.mock.calls).toEqual([
    [one, true],
    [other, false],
  ]);
});

test.each([
  [[], 'Tell me before it ends', true],
  [[one], 'Don’t tell me before it ends', false],
])('so does the row’s menu (%#)', async (chosen, name, isOn) => {
  const { actions, user } = show(chosen);
  await user.keyboard('jm');
  await user.click(await screen.findByRole('menuitem', { name }, { timeout: 10_000 }));
  expect(actions.onRemind.mock.calls).toEqual([[one, isOn]]);
});
