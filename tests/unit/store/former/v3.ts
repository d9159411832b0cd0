/* What version 3 of an item looked like that has a later one. */
import type { FORMER } from './v1.ts';

const wish = { from: 'bulk', askedAtMs: 4, requestId: 'req_1' };
const end = {
  product: 'mobile',
  id: 'ses_1',
  sessionId: 'job1',
  endedAtMs: 5,
  how: 'expired',
  wish,
};

/** By storage key, as there. */
export const FORMER_3: typeof FORMER = {
  'ended:mobile:ses_1': { raw: { v: 3, ...end, session: null }, kept: { v: 5, ...end } },
};
