/* Days of the largest plans: thousands of requests each. */
import { testDays } from './day.ts';

testDays([
  { plan: 'business', habit: 'glancing', pages: 3, hours: 12 },
  { plan: 'enterprise', habit: 'impatient', pages: 3, hours: 10 },
]);
