import { afterEach, expect, test } from 'vitest';
import { commandOf, type KeyOptions } from '../../../../components/list/list-keys.ts';

afterEach(() => document.body.replaceChildren());

function pressed(
  key: string,
  on = 'tr',
  init: KeyboardEventInit & KeyOptions = {},
): ReturnType<typeof commandOf> {
  document.body.innerHTML =
    '<table><tbody><tr></tr></tbody></table><button></button><input type="text"/>' +
    '<input type="checkbox"/><select></select><dialog open><p></p></dialog>';
  let command: ReturnType<typeof commandOf> = null;
  const listen = (event: KeyboardEvent) => {
    command = commandOf(event, init);
  };
  document.addEventListener('keydown', listen);
  document
    .querySelector(on)
    ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init }));
  document.removeEventListener('keydown', listen);
  return command;
}

test.each([
  ['j', 'down'],
  ['ArrowUp', 'up'],
  ['Enter', 'open'],
  [' ', 'mark'],
  ['x', 'end'],
  ['u', 'undo'],
  ['r', 'refresh'],
  ['c', 'copy'],
  ['n', 'remind'],
  ['/', 'filter'],
  ['?', 'keys'],
  ['ContextMenu', 'menu'],
  ['Escape', 'back'],
  ['q', null],
])('%s in a row means %s', (key, command) => {
  expect(pressed(key)).toBe(command);
});

test('with shift it marks a range, and ? stands there on many keyboards', () => {
  const shift = { shiftKey: true };
  expect(pressed('ArrowDown', 'tr', shift)).toBe('markDown');
  expect(pressed(' ', 'tr', shift)).toBe('markTo');
  expect(pressed('?', 'tr', shift)).toBe('keys');
  expect(pressed('X', 'tr', shift)).toBeNull();
});

test('keys that belong to a control, a text, a dialog or the browser are left to them', () => {
  expect(pressed('Enter', 'button')).toBeNull();
  expect(pressed(' ', 'input[type="checkbox"]')).toBeNull();
  expect(pressed('x', 'input[type="text"]')).toBeNull();
  expect(pressed('j', 'select')).toBeNull();
  expect(pressed('x', 'dialog p')).toBeNull();
  expect(pressed('r', 'tr', { ctrlKey: true })).toBeNull();
  expect(pressed('j', 'button')).toBe('down');
});

test('a held key moves on and on, and ends nothing twice', () => {
  expect(pressed('j', 'tr', { repeat: true })).toBe('down');
  expect(pressed('x', 'tr', { repeat: true })).toBeNull();
});

test('after g a key leads somewhere or does nothing, and in a text it is a letter', () => {
  const going = { isGoing: true };
  expect(pressed('g')).toBe('go');
  expect(pressed('h', 'tr', going)).toBe('goHistory');
  expect(pressed('s', 'tr', going)).toBe('goSettings');
  expect(pressed('l', 'tr', going)).toBe('goList');
  expect(pressed('x', 'tr', going)).toBeNull();
  expect(pressed('g', 'input[type="text"]')).toBeNull();
  expect(pressed('h', 'input[type="text"]', going)).toBeNull();
  expect(pressed('h')).toBeNull();
});

test('letters and signs can be switched off; all other keys stay', () => {
  const off = { hasLetters: false };
  for (const key of ['x', 'j', 'a', 'g', '/', '?']) expect(pressed(key, 'tr', off)).toBeNull();
  expect(pressed('?', 'tr', { ...off, shiftKey: true })).toBeNull();
  expect(pressed('ArrowDown', 'tr', off)).toBe('down');
  expect(pressed(' ', 'tr', off)).toBe('mark');
  expect(pressed('Enter', 'tr', off)).toBe('open');
});
