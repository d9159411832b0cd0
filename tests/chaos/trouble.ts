/* What the API does wrong in a chaos run. `before`: the API never saw the request; `after`: it
 * acted, and the answer is lost, which is how the outcome of a DELETE becomes unknown. */
import type { FaultSpec } from '../sandbox/faults.ts';
import { between, pick, type Random } from '../sandbox/random.ts';

/** Each of these hits one request. */
export type Trouble = FaultSpec & { when: 'before' | 'after' };

/** How a request goes wrong, whichever it is. */
type Way =
  | { kind: 'reset'; when: 'before' | 'after' }
  | { kind: 'status'; status: 500; when: 'before' | 'after' }
  | { kind: 'body'; body: 'html'; status: 502; when: 'before' }
  | { kind: 'latency'; ms: number; when: 'before' | 'after' };

const LOSSES: readonly [Way, ...Way[]] = [
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'status', status: 500, when: 'before' },
  { kind: 'status', status: 500, when: 'after' },
  { kind: 'body', body: 'html', status: 502, when: 'before' },
];

/** Time for a kill between the act and its answer. */
const SLOW: Way = { kind: 'latency', ms: 600, when: 'after' };
/** Time for a kill before the act. Nobody can tell a DELETE that is still on its way from one that was lost:
 * both it and the next one may arrive, and only the first of them acts. */
const late = (random: Random): Way => ({
  kind: 'latency',
  ms: between(random, 200, 3_000),
  when: 'before',
});

/** Half of all trouble is with DELETE, a third with the look-up that follows it, the rest with lists. */
const ENDPOINTS = ['delete', 'delete', 'delete', 'detail', 'detail', 'list'] as const;

export function troubleOf(random: Random): Trouble {
  const endpoint = pick(random, ENDPOINTS);
  if (random() < 0.15) return rateLimited(endpoint, between(random, 1, 2));
  if (endpoint === 'delete' && random() < 0.15) return acceptedOf(random);
  return { endpoint, ...pick(random, [SLOW, late(random), ...LOSSES]), times: 1 };
}

/** The API says that it will end the session, and does so a little later. */
function acceptedOf(random: Random): Trouble {
  const actsAfterMs = between(random, 200, 3_000);
  return { endpoint: 'delete', kind: 'accepted', actsAfterMs, when: 'after', times: 1 };
}

/** The client gives up after 15 s, unless its worker is killed before. */
export function hangOf(random: Random): Trouble {
  const when = pick(random, ['before', 'after'] as const);
  return { endpoint: pick(random, ENDPOINTS), kind: 'hang', when, times: 1 };
}

/** At the very first: when the key is tried and the account's sub-users are asked for. */
export function troubleAtStart(random: Random): Trouble[] {
  return (['account', 'subusers'] as const).map((endpoint) => ({
    endpoint,
    ...pick(random, LOSSES),
    times: 1,
  }));
}

/** For every request until it is lifted. */
export function lastingTrouble(random: Random): Trouble[] {
  return (['delete', 'list'] as const).map((endpoint) => ({ endpoint, ...pick(random, LOSSES) }));
}

/** `delete: reset after`, `list: 502 before`. */
export function nameOf(trouble: Trouble): string {
  const what = 'status' in trouble ? `${trouble.status}` : trouble.kind;
  if (trouble.kind === 'accepted') return `${trouble.endpoint}: ${what}`;
  return `${trouble.endpoint}: ${what} ${trouble.when}`;
}

function rateLimited(endpoint: FaultSpec['endpoint'], seconds: number): Trouble {
  return {
    endpoint,
    kind: 'status',
    status: 429,
    headers: { 'retry-after': `${seconds}` },
    when: 'before',
    times: 1,
  };
}
