import { cleanup, render } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { Sparkline } from '../../../components/Sparkline.tsx';

afterEach(cleanup);

test('a sparkline is drawn for eyes alone, and not at all for fewer than two values', () => {
  const { container, rerender } = render(<Sparkline values={[1, 5, 2]} />);
  expect(container.querySelector('svg[aria-hidden="true"] path')).not.toBeNull();
  rerender(<Sparkline values={[1]} />);
  expect(container.innerHTML).toBe('');
});
