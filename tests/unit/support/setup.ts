import fc from 'fast-check';
import { check } from '../../../lib/store/checks.ts';
import { checkBy } from '../../../lib/store/item.ts';
import { RUNS } from './runs.ts';

fc.configureGlobal({ numRuns: RUNS });
// As in the background and the settings.
checkBy(check);
