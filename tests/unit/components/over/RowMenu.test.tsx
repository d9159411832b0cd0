import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { useState } from 'preact/hooks';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { RowMenu } from '../../../../components/over/RowMenu.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const calls = { open: vi.fn(), copy: vi.fn(), end: vi.fn(), protect: vi.fn() };

function View({ at }: { at: { x: number; y: number } }) {
  const [isOpen, setOpen] = useState(false);
  const items = [
    [
      { label: 'Open', key: 'Enter', onChoose: calls.open },
      { label: 'Copy username', key: 'c', onChoose: calls.copy },
    ],
    [
      { label: 'Protect', key: 'p', onChoose: calls.protect },
      {
        label: 'Terminate',
        key: 'x',
        isDanger: true,
        isDisabled: true,
        why: 'Read-only',
        onChoose: calls.end,
      },
    ],
  ];
  return (
    <main>
      <button type="button" onClick={() => setOpen(true)}>
        Row
      </button>
      <button type="button">Elsewhere</button>
      {isOpen && <RowMenu label="cart7" items={items} at={at} onClose={() => setOpen(false)} />}
    </main>
  );
}

async function opened(at = { x: 10, y: 20 }) {
  for (const call of Object.values(calls)) call.mockClear();
  const user = userEvent.setup();
  render(<View at={at} />);
  await user.click(screen.getByRole('button', { name: 'Row' }));
  return { user, menu: screen.getByRole('menu', { name: 'cart7' }) };
}

/** What an element is called, without the key beside it. */
const nameOf = (element: Element | null) =>
  (element?.querySelector('span') ?? element)?.textContent;
const focused = () => nameOf(document.activeElement);
const isOpen = () => screen.queryByRole('menu') !== null;

test('has its items in groups', async () => {
  await opened();
  const names = screen.getAllByRole('menuitem').map(nameOf);
  expect(names).toEqual(['Open', 'Copy username', 'Protect', 'Terminate']);
  expect(screen.getAllByRole('separator')).toHaveLength(1);
});

test.each([
  ['{ArrowDown}', 'Copy username'],
  ['{ArrowUp}', 'Terminate'],
  ['{ArrowUp}{ArrowDown}', 'Open'],
  ['{End}', 'Terminate'],
  ['{End}{Home}', 'Open'],
  ['p', 'Protect'],
  ['P', 'Protect'],
  ['x', 'Terminate'],
  ['X', 'Terminate'],
  ['z', 'Open'],
])('%s goes to %s', async (keys, name) => {
  const { user } = await opened();
  await user.keyboard(keys);
  expect(focused()).toBe(name);
});

describe('choosing', () => {
  test('by Enter does it, closes, and gives the focus back', async () => {
    const { user } = await opened();
    await user.keyboard('{ArrowDown}{Enter}');
    expect(calls.copy).toHaveBeenCalledOnce();
    expect(isOpen()).toBe(false);
    expect(focused()).toBe('Row');
  });

  test('what is disabled does nothing, and says why', async () => {
    const { user } = await opened();
    const item = screen.getByRole('menuitem', { name: 'Terminate' });
    await user.click(item);
    expect(item.title).toBe('Read-only');
    expect(calls.end).not.toHaveBeenCalled();
    expect(isOpen()).toBe(true);
  });
});

describe('closes', () => {
  test.each(['{Escape}', '{Tab}'])('by %s, with the focus where it was', async (key) => {
    const { user } = await opened();
    await user.keyboard(key);
    expect(isOpen()).toBe(false);
    expect(focused()).toBe('Row');
  });

  test.each(['[MouseLeft]', '[MouseRight]'])(
    'by %s anywhere else, and does no more',
    async (keys) => {
      const { user } = await opened();
      const target = screen.getByRole('presentation');
      await user.pointer({ keys, target });
      expect(isOpen()).toBe(false);
      expect(focused()).toBe('Row');
    },
  );

  test('when the focus goes elsewhere, and leaves it there', async () => {
    await opened();
    screen.getByRole('button', { name: 'Elsewhere' }).focus();
    await vi.waitFor(() => expect(isOpen()).toBe(false));
    expect(focused()).toBe('Elsewhere');
  });

  test.each([
    ['the wheel is turned', () => fireEvent.wheel(document)],
    ['the window is left', () => fireEvent.blur(window)],
    ['the window changes its size', () => resizeTo(innerWidth - 100)],
  ])('when %s', async (_, happens) => {
    await opened();
    happens();
    await vi.waitFor(() => expect(isOpen()).toBe(false));
  });

  // Firefox says so of a popup at each change in its page.
  test('not when the window is said to be resized to the size that it has', async () => {
    await opened();
    resizeTo(innerWidth);
    expect(isOpen()).toBe(true);
  });
});

function resizeTo(widthPx: number): void {
  vi.stubGlobal('innerWidth', widthPx);
  fireEvent(window, new Event('resize'));
}

test('keys pressed in it are not heard outside', async () => {
  const heard = vi.fn();
  document.addEventListener('keydown', heard);
  const { user } = await opened();
  await user.keyboard('{ArrowDown}x{Escape}');
  document.removeEventListener('keydown', heard);
  expect(heard).not.toHaveBeenCalled();
});

test('stays inside the window', async () => {
  const size = { width: 200, height: 160 } as DOMRect;
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(size);
  const { menu } = await opened({ x: innerWidth - 5, y: innerHeight - 5 });
  expect(Number.parseFloat(menu.style.left) + size.width).toBeLessThan(innerWidth);
  expect(Number.parseFloat(menu.style.top) + size.height).toBeLessThan(innerHeight);
  cleanup();
  const { menu: other } = await opened({ x: 30, y: 40 });
  expect([other.style.left, other.style.top]).toEqual(['30px', '40px']);
});
