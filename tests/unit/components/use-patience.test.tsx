import { cleanup, render, screen } from '@testing-library/preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PATIENCE_MS, usePatience } from '../../../components/use-patience.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const View = ({ isWaiting }: { isWaiting: boolean }) => <p>{String(usePatience(isWaiting))}</p>;
const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
const says = (words: string) => screen.getByText(words);

test('is over within three seconds, and no longer once there is an answer', () => {
  const { rerender } = render(<View isWaiting />);
  pass(1_500);
  says('false');
  pass(1_000);
  says('true');
  rerender(<View isWaiting={false} />);
  says('false');
  rerender(<View isWaiting />);
  says('false');
  pass(2_500);
  says('true');
});

test('leaves no timer where there was an answer, or nobody looks any more', () => {
  const waiting = new Set<unknown>();
  const { setTimeout, clearTimeout } = globalThis;
  vi.stubGlobal('setTimeout', (task: () => void, ms: number) => {
    const timer = setTimeout(task, ms);
    if (ms === PATIENCE_MS) waiting.add(timer);
    return timer;
  });
  vi.stubGlobal('clearTimeout', (timer: NodeJS.Timeout) => {
    waiting.delete(timer);
    clearTimeout(timer);
  });
  const { rerender, unmount } = render(<View isWaiting />);
  expect(waiting.size).toBe(1);
  rerender(<View isWaiting={false} />);
  pass(0);
  expect(waiting.size).toBe(0);
  rerender(<View isWaiting />);
  pass(0);
  expect(waiting.size).toBe(1);
  unmount();
  pass(100);
  expect(waiting.size).toBe(0);
});
