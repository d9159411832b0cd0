/* Days of paid plans whose daily quota binds. In a file of its own, so that another thread can run it. */
import { testDays } from './day.ts';

testDays([
  { plan: 'pay-as-you-go', habit: 'glancing', pages: 1 },
  { plan: 'starter', habit: 'watching', pages: 3 },
  { plan: 'starter', habit: 'impatient', pages: 10 },
]);
