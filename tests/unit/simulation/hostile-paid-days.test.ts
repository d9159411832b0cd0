/* Hostile days of the other plans. In a file of its own, so that another thread can run it. */
import { testHostileDays } from './hostile-tests.ts';

testHostileDays(['pro', 'business', 'pay-as-you-go']);
