import { act, cleanup, render, screen } from '@testing-library/preact';
import type { ComponentProps } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Said } from '../../../components/Said.tsx';

type Props = ComponentProps<typeof Said>;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** Shows it, and notes all that is said from then on. */
function listen(first: Props) {
  const heard: string[] = [];
  const view = render(<Said {...first} />);
  const status = screen.getByRole('status');
  const note = () => status.textContent !== '' && heard.push(status.textContent ?? '');
  const observer = new MutationObserver(note);
  observer.observe(status, { childList: true, characterData: true, subtree: true });
  return {
    heard,
    next: (props: Partial<Props>) => view.rerender(<Said {...first} {...props} />),
    wait: (ms: number) =>
      act(async () => {
        await vi.advanceTimersByTimeAsync(ms);
      }),
  };
}

describe('what is said', () => {
  test('is not what stands there at first', async () => {
    const { heard, wait } = listen({ words: '19 active sessions' });
    await wait(60_000);
    expect(heard).toEqual([]);
  });

  test('is the first thing where that is news', async () => {
    const { heard, wait } = listen({ words: 'Ending 3 sessions', known: '' });
    await wait(0);
    expect(heard).toEqual(['Ending 3 sessions']);
  });

  test('is each change, at once, and is gone again after it was heard', async () => {
    const { heard, next, wait } = listen({ words: '' });
    next({ words: '1 being ended' });
    await wait(0);
    expect(heard).toEqual(['1 being ended']);
    await wait(5_000);
    expect(screen.getByRole('status').textContent).toBe('');
  });

  test('is told now and then of what changes often, and of what came and went not at all', async () => {
    const { heard, next, wait } = listen({ words: '19', everyMs: 30_000 });
    const polls = ['20', '21', '20', '22', '23', '22', '22', '22'];
    for (const words of polls) {
      next({ words });
      await wait(10_000);
    }
    expect(heard).toEqual(['20', '22']);
  });

  test('answers a person once that person rests, with the same words too', async () => {
    const { heard, next, wait } = listen({ words: '', answers: '', everyMs: 30_000 });
    for (const answers of ['r', 're', 'reg']) {
      next({ answers, words: `${answers.length} shown` });
      await wait(300);
    }
    expect(heard).toEqual([]);
    await wait(1_000);
    expect(heard).toEqual(['3 shown']);
    await wait(6_000);
    next({ answers: 'regi', words: '3 shown' });
    await wait(1_000);
    expect(heard).toEqual(['3 shown', '3 shown']);
  });
});
