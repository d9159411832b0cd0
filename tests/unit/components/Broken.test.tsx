import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { Broken } from '../../../components/Broken.tsx';

afterEach(cleanup);

test.each([
  [true, /could not read what the extension has kept/],
  [false, /Your sessions are not affected/],
])('in place of a blank page stands what has happened (%s)', (isUnreadable, words) => {
  render(<Broken isUnreadable={isUnreadable} />);
  screen.getByRole('heading', { name: 'Session Inspector for helodata' });
  expect(screen.getByRole('alert').textContent).toMatch(words);
});
