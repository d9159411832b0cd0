/* What version 1 of each item looked like in a browser's storage, as it was left there. */
const session = {
  product: 'mobile',
  id: 'ses_1',
  subuser: 'sub_1',
  sessionId: 'job1',
  region: 'us',
  state: 'ca',
  city: null,
  asn: 7922,
  exitIp: '203.0.113.7',
  startedAtMs: 1_000,
  expiresAtMs: 9_000,
  bytesUsed: 5,
  requests: 1,
  repinned: false,
};
/** The fields that sessions have gained since. */
const grown = { ...session, status: null, unread: [] };
const good = { startedAtMs: 1, atMs: 2, clockOffsetMs: 3, requests: 4 };
const offline = { kind: 'unreachable', requestId: null };
const wish = { product: 'mobile', id: 'ses_1', sessionId: 'job1', expiresAtMs: 9_000 };

const trace = {
  seenAtMs: 1,
  points: [1, 0, 0, 2, 5, 1],
  ips: [{ atMs: 1, ip: '203.0.113.7' }],
  returned: { ref: 'mobile:ses_0', afterMs: 12_000, fromIp: '203.0.113.6' },
};
const past = {
  session,
  how: 'terminated',
  endedAtMs: 5,
  wish: { from: 'row', askedAtMs: 4, requestId: 'req_1' },
  cameBackAs: null,
};

/** By storage key: the value, and what of it must still be there when it is read today. */
export const FORMER: Record<string, { raw: object; kept: object }> = {
  key: { raw: { v: 1, key: 'hel_x', savedAtMs: 1, checked: true }, kept: { key: 'hel_x' } },
  settings: {
    raw: { v: 1, undoMs: 0, pollEveryMs: 300_000 },
    kept: { v: 3, undoMs: 0, isLocked: false, hasLetterKeys: true },
  },
  account: {
    raw: { v: 1, account: { email: 'a@b', plan: 'pro' }, againAtMs: 1 },
    kept: { account: { email: 'a@b', plan: 'pro' } },
  },
  products: {
    raw: { v: 1, products: ['mobile'], againAtMs: 7 },
    kept: { v: 4, products: ['mobile'], subusers: [], asOfMs: 0, againAtMs: 0, requests: 1 },
  },
  owner: { raw: { v: 1, id: 'a', emailHash: null }, kept: { id: 'a', emailHash: null } },
  round: {
    raw: { v: 1, startedAtMs: 1, finishedAtMs: null, everyMs: 60_000 },
    kept: { everyMs: 60_000 },
  },
  pause: { raw: { v: 1, untilMs: 5 }, kept: { v: 3, saidAtMs: 0, untilMs: 5, unnamed: 0 } },
  ledger: { raw: { v: 1, hours: [[1, 2, 0]], moments: [] }, kept: { hours: [[1, 2, 0]] } },
  limit: { raw: { v: 1, perMinute: 600 }, kept: { perMinute: 600 } },
  readOnly: { raw: { v: 1, refusal: offline }, kept: { v: 3, refusal: offline, hasEnded: false } },
  access: { raw: { v: 1, granted: false }, kept: { granted: false } },
  refresh: { raw: { v: 1, askedAtMs: 3, by: 'popup' }, kept: { v: 3, by: 'opened', narrow: null } },
  'list:mobile': { raw: { v: 1, sessions: [session] }, kept: { v: 2, sessions: [grown] } },
  'status:mobile': {
    raw: { v: 1, good: { ...good, notUnderstood: ['a', 'b', 'a'] }, problem: offline },
    kept: {
      v: 4,
      good: {
        ...{ ...good, earlierMs: [], isWhole: true },
        notUnderstood: { count: 3, inPart: 0, ways: ['a', 'b'] },
      },
      problem: offline,
      failures: 0,
      triedAtMs: 1,
      retryAtMs: null,
    },
  },
  'intent:mobile:ses_1': {
    raw: { v: 1, ...wish, askedAtMs: 1, dueAtMs: 2, from: 'row' },
    kept: { v: 5, id: 'ses_1', dueAtMs: 2, heldBy: null, owner: '' },
  },
  'attempt:mobile:ses_1': {
    raw: { v: 1, askedAtMs: 1, count: 2, nextAtMs: 3, problem: offline },
    kept: { v: 3, count: 2, triedAtMs: 1, nextAtMs: 3, problem: offline, acceptedAtMs: null },
  },
  'ended:mobile:ses_1': {
    raw: { v: 1, product: 'mobile', id: 'ses_1', endedAtMs: 4 },
    kept: { v: 5, id: 'ses_1', endedAtMs: 4, how: 'terminated', session: null, wish: null },
  },
  'traces:mobile': {
    raw: { v: 1, traces: { ses_1: trace } },
    kept: { v: 2, traces: new Map([['ses_1', trace]]) },
  },
  'history:490000': {
    raw: { v: 1, past: [past] },
    kept: { v: 2, past: [{ ...past, session: grown }] },
  },
  'protected:session:mobile:ses_1': { raw: { v: 1, sinceMs: 3 }, kept: { sinceMs: 3 } },
  view: {
    raw: { v: 1, filter: 'us', sort: { column: 'left', descending: false }, group: 'region' },
    kept: { filter: 'us', group: 'region' },
  },
  bulk: { raw: { v: 1, askedAtMs: 5, total: 14 }, kept: { total: 14 } },
  look: { raw: { v: 1, product: 'mobile', id: 'ses_1', askedAtMs: 1 }, kept: { id: 'ses_1' } },
  detail: {
    raw: {
      v: 1,
      ...{ product: 'mobile', id: 'ses_1', askedAtMs: 1, atMs: 2, session },
      ...{ terminated: false, samples: [{ any: 1 }], problem: null },
    },
    kept: { v: 2, session: grown, endedAs: null, samples: [{ any: 1 }] },
  },
  watching: {
    raw: {
      v: 1,
      ...{ isOn: true, moved: { isOn: true }, key: { isOn: false }, ending: { withinMs: 300_000 } },
      ...{ bytes: { isOn: true, over: 5e8 }, rate: { isOn: false, over: 5e7 } },
      quiet: { isOn: true, fromMin: 1_320, toMin: 420 },
    },
    kept: { isOn: true, rate: { isOn: false, over: 5e7 } },
  },
  'reminder:mobile:ses_1': { raw: { v: 1, sinceMs: 3 }, kept: { sinceMs: 3 } },
  notices: {
    raw: {
      v: 1,
      notices: [{ cause: 'moved', atMs: 7, session, fromIp: '203.0.113.6', rate: null }],
      ...{ told: { 'moved:mobile:ses_1': 7 }, bounds: { 'moved:mobile': 0 } },
    },
    kept: {
      v: 3,
      notices: [{ cause: 'moved', atMs: 7, session: grown }],
      ...{ told: { 'moved:mobile:ses_1': 7 }, silent: [], bounds: { 'moved:mobile': 0 } },
    },
  },
  noticesSeen: { raw: { v: 1, atMs: 7 }, kept: { atMs: 7 } },
  notifying: { raw: { v: 1, granted: true }, kept: { granted: true } },
  'aside:settings': {
    raw: { v: 1, why: 'newer', atMs: 1, raw: { v: 9 }, seen: false },
    kept: { why: 'newer' },
  },
};
