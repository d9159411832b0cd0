/* The busiest hours of plans that only the quota of a minute binds. */
import { testDays } from './day.ts';

testDays([
  { plan: 'starter', habit: 'unlucky', pages: 1, hours: 10 },
  { plan: 'pro', habit: 'watching', pages: 3, from: 3, hours: 1 },
  { plan: 'business', habit: 'glancing', pages: 3, from: 8, hours: 3 },
  { plan: 'enterprise', habit: 'impatient', pages: 3, from: 9, hours: 1 },
]);
