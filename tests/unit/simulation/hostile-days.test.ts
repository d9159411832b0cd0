/* Hostile days of the plans whose daily quota binds, and days on which the clock alone is odd. */
import { testHostileDays, testOddClocks } from './hostile-tests.ts';

testHostileDays(['trial', 'starter']);
testOddClocks();
