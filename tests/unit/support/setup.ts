import fc from 'fast-check';
import { RUNS } from './runs.ts';

fc.configureGlobal({ numRuns: RUNS });
