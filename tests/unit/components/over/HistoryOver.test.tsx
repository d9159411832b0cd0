import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { HistoryOver } from '../../../../components/over/HistoryOver.tsx';
import type { Past } from '../../../../lib/store/schemas.ts';
import { NOW, past } from '../../support/samples.ts';

afterEach(cleanup);

test('the history is read once, however often the popup is painted, and let go at the end', async () => {
  const callOff = vi.fn();
  const read = vi.fn((show: (past: Past[]) => void) => {
    show([past()]);
    return callOff;
  });
  const over = (nowMs: number) => (
    <HistoryOver
      hasLetters
      subusers={new Map()}
      nowMs={nowMs}
      subscribe={(show) => read(show)}
      onBack={() => {}}
    />
  );
  const view = render(over(NOW));
  await screen.findByRole('listitem');
  view.rerender(over(NOW + 1_000));
  view.rerender(over(NOW + 2_000));
  expect(read).toHaveBeenCalledOnce();
  view.unmount();
  await waitFor(() => expect(callOff).toHaveBeenCalledOnce());
});
