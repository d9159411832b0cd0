import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CopyButton } from '../../../components/CopyButton.tsx';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** Presses the button and lets the clipboard answer. */
async function press(name: string) {
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name }));
  });
}
const wait = (ms: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const said = () => document.querySelector('[aria-live]')?.textContent;

describe('a button that copies', () => {
  test('says so for a second and a half', async () => {
    const onCopy = vi.fn(async () => {});
    render(<CopyButton label="Copy report" onCopy={onCopy} />);
    await press('Copy report');
    expect(onCopy).toHaveBeenCalledOnce();
    await wait(1_000);
    await press('Copied');
    expect(onCopy).toHaveBeenCalledTimes(2);
    await wait(1_400);
    screen.getByRole('button', { name: 'Copied' });
    await wait(200);
    screen.getByRole('button', { name: 'Copy report' });
    expect(said()).toBe('');
  });

  test('says that the clipboard refused, until it is pressed again', async () => {
    const onCopy = vi.fn(async () => {}).mockRejectedValueOnce(new Error('no'));
    render(<CopyButton label="Copy report" onCopy={onCopy} />);
    await press('Copy report');
    await wait(60_000);
    await press('Not copied');
    screen.getByRole('button', { name: 'Copied' });
  });

  test('keeps its name where it is a sign, and says the rest beside it', async () => {
    render(<CopyButton label="Copy: Exit IP" isSmall onCopy={async () => {}} />);
    await press('Copy: Exit IP');
    expect(said()).toBe('Copied');
    screen.getByRole('button', { name: 'Copy: Exit IP' });
  });
});
