/* Days of the plans that people pay for. In a file of their own, since each file has a thread. */
import { testDays } from './day.ts';

testDays([
  { plan: 'pay-as-you-go', habit: 'glancing', pages: 1 },
  { plan: 'starter', habit: 'watching', pages: 3 },
  { plan: 'starter', habit: 'impatient', pages: 10 },
  { plan: 'starter', habit: 'unlucky', pages: 1 },
  { plan: 'pro', habit: 'watching', pages: 3, hours: 5 },
  { plan: 'pro', habit: 'unlucky', pages: 1 },
]);
