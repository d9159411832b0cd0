/* Days of the smallest plan: its quota is what binds. */
import { expect, test } from 'vitest';
import { live, testDays } from './day.ts';

testDays([
  { plan: 'trial', habit: 'closed', pages: 1 },
  { plan: 'trial', habit: 'closed', pages: 10 },
  { plan: 'trial', habit: 'glancing', pages: 1 },
  { plan: 'trial', habit: 'glancing', pages: 3 },
  { plan: 'trial', habit: 'watching', pages: 1 },
  { plan: 'trial', habit: 'watching', pages: 10 },
  { plan: 'trial', habit: 'impatient', pages: 1 },
  { plan: 'trial', habit: 'ending', pages: 3 },
  { plan: 'trial', habit: 'unlucky', pages: 1 },
  { plan: 'trial', habit: 'unlucky', pages: 10 },
]);

test('a trial key over a day with the popup mostly closed: 500 requests at most', async () => {
  const day = { plan: 'trial', habit: 'closed', pages: 1, hours: 22 } as const;
  const { sandbox, background } = await live(day);
  expect(sandbox.journal.length).toBeLessThanOrEqual(500);
  expect(sandbox.journal.requests('list').every(({ status }) => status === 200)).toBe(true);
  expect(background.sent.length).toBeGreaterThan(350);
});

test('a list of ten times as many pages is asked for ten times more rarely', async () => {
  const rounds = async (pages: number) => {
    const day = { plan: 'trial', habit: 'closed', pages, hours: 22 } as const;
    const { sandbox } = await live({ ...day, products: ['residential'] });
    const lists = sandbox.journal.requests('list');
    const count = lists.filter(({ status, query }) => status === 200 && !query.cursor).length;
    return { count, pages: lists.length / count };
  };
  const [often, rarely] = [await rounds(1), await rounds(7)];
  expect(rarely.pages / often.pages).toBeGreaterThan(10);
  const ratio = often.count / rarely.count / (rarely.pages / often.pages);
  expect(ratio).toBeGreaterThan(0.8);
  expect(ratio).toBeLessThan(1.15);
});
