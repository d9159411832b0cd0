import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { useWindow } from '../../../components/use-window.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function List() {
  const { scroller, heightPx, rowPx, pageSize } = useWindow({
    count: 100,
    asked: '',
    pinned: null,
  });
  return <div ref={scroller}>{`${heightPx} ${rowPx} ${pageSize}`}</div>;
}

test('rows are as high as styles say, which know the text’s size and the room there is', async () => {
  const heights: Record<string, string> = { '--row': '124px', '--head': '80px' };
  vi.spyOn(window, 'getComputedStyle').mockReturnValue({
    getPropertyValue: (name: string) => heights[name],
  } as never);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(700);
  render(<List />);
  // 620 are left under the headings.
  expect(await screen.findByText(/./)).toHaveProperty('textContent', '12400 124 5');
});
