import { expect, test } from 'vitest';
import { takeTurns } from '../../bench/turns.ts';

test('each task has a turn in each round, none always the first, and the warm-up is dropped', async () => {
  const order: string[] = [];
  const task = (name: string) => async () => {
    order.push(name);
    return order.length;
  };
  const tasks = { a: task('a'), b: task('b'), c: task('c') };
  const samples = await takeTurns(tasks, { rounds: 3, warmUp: 1, say: () => {} });
  expect(order.join('')).toBe('abc' + 'bca' + 'cab' + 'abc');
  expect(samples).toEqual({ a: [6, 8, 10], b: [4, 9, 11], c: [5, 7, 12] });
});
