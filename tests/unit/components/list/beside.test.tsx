import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Popup } from '../../../../components/Popup.tsx';
import { popupActions } from '../../support/popup-actions.ts';
import { listed, NOW, session } from '../../support/samples.ts';

configure({ asyncUtilTimeout: 10_000 });
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: true }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const row = (name: string) => screen.getByRole('row', { name: new RegExp(`\\b${name}\\b`) });
const heading = (name: string) => screen.findByRole('heading', { name });

test('in a page with room for both, the list goes on beside a session', async () => {
  const [one, two] = [session({ sessionId: 'one' }), session({ sessionId: 'two' })];
  const actions = popupActions();
  render(<Popup state={listed([one, two])} nowMs={NOW} actions={actions} />);
  const user = userEvent.setup();
  await user.click(within(row('one')).getByText('one'));
  await heading('one');
  expect(row('one').getAttribute('aria-current')).toBe('true');
  expect(row('two').hasAttribute('aria-current')).toBe(false);

  await user.click(within(row('two')).getByText('two'));
  await heading('two');
  expect(screen.queryByRole('heading', { name: 'one' })).toBeNull();

  await user.keyboard('{ArrowDown}');
  expect(document.activeElement?.closest('.detail'), 'one reads on in it').not.toBeNull();

  row('one').focus();
  await user.keyboard('x');
  expect(actions.onTerminate).toHaveBeenCalledExactlyOnceWith(one);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'two' })).toBeNull());
});
