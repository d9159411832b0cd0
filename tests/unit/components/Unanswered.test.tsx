import { cleanup, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { Unanswered } from '../../../components/Unanswered.tsx';

afterEach(cleanup);

test('where storage does not answer, it says so, with a way out', async () => {
  const onRetry = vi.fn();
  render(<Unanswered onRetry={onRetry} />);
  screen.getByRole('heading', { name: 'Session Inspector for helodata' });
  expect(screen.getByRole('alert').textContent).toMatch(
    /^The browser’s storage does not answer.*goes on by itself.*restart the browser/,
  );
  await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledOnce();
});
