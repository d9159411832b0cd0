import { cleanup, configure, render, screen, waitFor } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, expect, test, vi } from 'vitest';
import { Popup } from '../../../../components/Popup.tsx';
import { refOf } from '../../../../lib/session/ref.ts';
import type { Past } from '../../../../lib/store/schemas.ts';
import type { State } from '../../../../lib/store/state.ts';
import type { Target } from '../../../../lib/surface/page.ts';
import { popupActions } from '../../support/popup-actions.ts';
import { listed, NOW, past, session } from '../../support/samples.ts';

afterEach(cleanup);
configure({ asyncUtilTimeout: 10_000 });

const one = session({ id: 'ses_1', sessionId: 'one' });
const gone = session({ id: 'ses_2', sessionId: 'gone' });

function openAt(first: Target, state: State = listed([one])) {
  const onArrived = vi.fn();
  const actions = popupActions();
  const ended = [past({ session: session({ id: 'ses_3' }) }), past({ session: gone })];
  const onHistory = (show: (all: Past[]) => void) => {
    show(ended);
    return () => {};
  };
  function At({ state }: { state: State }) {
    const [target, setTarget] = useState<Target | null>(first);
    const arrive = () => {
      onArrived();
      setTarget(null);
    };
    return (
      <Popup
        {...{ state, target }}
        nowMs={NOW}
        onArrived={arrive}
        actions={{ ...actions, onHistory }}
      />
    );
  }
  const view = render(<At state={state} />);
  return { onArrived, next: (later: State) => view.rerender(<At state={later} />) };
}

test('a session that is listed is opened', async () => {
  const { onArrived } = openAt({ kind: 'session', ref: refOf(one) });
  await screen.findByRole('heading', { name: 'one' });
  expect(onArrived).toHaveBeenCalled();
});

test('one that has ended is shown in the history, marked', async () => {
  openAt({ kind: 'session', ref: refOf(gone) });
  await screen.findByRole('heading', { name: 'History' });
  const entries = await screen.findAllByRole('listitem');
  const sought = entries.filter((entry) => entry.getAttribute('aria-current') === 'true');
  expect(sought.map((entry) => entry.textContent)).toEqual([expect.stringContaining('gone')]);
  expect(screen.queryByText(/not among them/)).toBeNull();
});

test('one that nobody knows leads to the history, which says so', async () => {
  openAt({ kind: 'session', ref: 'mobile:ses_unknown' });
  await screen.findByText(/not among them/);
});

test('nothing is said of a session before each list has been read', async () => {
  const settled = listed([one]);
  const half = { ...settled, statuses: { ...settled.statuses, mobile: null } };
  const { onArrived, next } = openAt({ kind: 'session', ref: refOf(gone) }, half);
  expect(screen.queryByRole('heading', { name: 'History' })).toBeNull();
  expect(onArrived).not.toHaveBeenCalled();
  next(settled);
  await waitFor(() => expect(onArrived).toHaveBeenCalled());
  await screen.findByRole('heading', { name: 'History' });
});
