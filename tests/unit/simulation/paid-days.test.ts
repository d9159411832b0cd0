/* Days of plans whose day has a budget that binds. In a file of their own, since each file has a thread. */
import { testDays } from './day.ts';

testDays([
  { plan: 'pay-as-you-go', habit: 'glancing', pages: 1 },
  { plan: 'starter', habit: 'watching', pages: 3 },
  { plan: 'starter', habit: 'impatient', pages: 10 },
]);
