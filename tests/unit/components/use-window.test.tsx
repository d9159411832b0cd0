import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useWindow } from '../../../components/use-window.ts';

/** As browsers have it: told once of what is observed, after it was laid out. */
let layOut: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(onResize: () => void) {
        layOut = () => act(onResize);
      }
      observe() {}
      disconnect() {}
    },
  );
  const heights: Record<string, string> = { '--row': '124px', '--head': '80px' };
  vi.spyOn(window, 'getComputedStyle').mockReturnValue({
    getPropertyValue: (name: string) => heights[name],
  } as never);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(700);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function List() {
  const { scroller, heightPx, rowPx, pageSize, indices, onScroll } = useWindow({
    count: 100,
    asked: '',
    pinned: null,
  });
  return (
    <section ref={scroller} onScroll={onScroll} aria-label="rows">
      {`${heightPx} ${rowPx} ${pageSize}: ${indices[0]} to ${indices.at(-1)}`}
    </section>
  );
}

const shown = () => screen.getByRole('region').textContent;

test('rows are as high as styles say, which know the text’s size and the room there is', () => {
  render(<List />);
  layOut();
  // 620 are left under the headings.
  expect(shown()).toMatch(/^12400 124 5:/);
});

test('the first screen is in the page at first, and what surrounds it once the person rests', () => {
  render(<List />);
  layOut();
  expect(shown()).toMatch(/: 0 to 5$/);
  act(() => void vi.advanceTimersByTime(200));
  expect(shown()).toMatch(/: 0 to 34$/);
});

test('who scrolls at once finds rows there', () => {
  render(<List />);
  layOut();
  const rows = screen.getByRole('region');
  rows.scrollTop = 9 * 124;
  fireEvent.scroll(rows);
  expect(shown()).toMatch(/: 0 to 34$/);
});
