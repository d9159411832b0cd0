import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { useState } from 'preact/hooks';
import { afterEach, expect, test, vi } from 'vitest';
import { Sheet } from '../../../components/Sheet.tsx';

afterEach(cleanup);

const acts = vi.fn();

function View() {
  const [isOpen, setOpen] = useState(false);
  return (
    <main>
      <button type="button" onClick={() => setOpen(true)}>
        Ask
      </button>
      {isOpen && (
        <Sheet
          title="End it?"
          close="Cancel"
          onClose={() => setOpen(false)}
          action={
            <button type="button" onClick={acts}>
              End
            </button>
          }
        >
          <p>It is busy.</p>
        </Sheet>
      )}
    </main>
  );
}

async function opened() {
  const user = userEvent.setup();
  render(<View />);
  await user.click(screen.getByRole('button', { name: 'Ask' }));
  return { user, dialog: screen.getByRole<HTMLDialogElement>('dialog', { name: 'End it?' }) };
}

const expectClosed = () => {
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Ask' }));
};

test('starts on the answer that changes nothing', async () => {
  const { user, dialog } = await opened();
  expect(dialog.open).toBe(true);
  expect(document.activeElement?.textContent).toBe('Cancel');
  await user.keyboard('{Enter}');
  expectClosed();
  expect(acts).not.toHaveBeenCalled();
});

test('closes by Escape, which neither the view nor the browser hears of', async () => {
  const heard = vi.fn();
  document.addEventListener('keydown', heard);
  await opened();
  const wentOn = fireEvent.keyDown(screen.getByRole('button', { name: 'End' }), { key: 'Escape' });
  document.removeEventListener('keydown', heard);
  expect(wentOn).toBe(false);
  expect(heard).not.toHaveBeenCalled();
  await vi.waitFor(expectClosed);
});

test('closes by any other way in which a browser asks for it', async () => {
  const { dialog } = await opened();
  fireEvent(dialog, new Event('cancel', { cancelable: true }));
  await vi.waitFor(expectClosed);
});

test('acts only by the button that says so', async () => {
  const { user } = await opened();
  await user.keyboard('{Tab}{Enter}');
  expect(acts).toHaveBeenCalledOnce();
});
