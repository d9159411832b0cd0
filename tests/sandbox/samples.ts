/**
 * The latest requests of a session, as its detail tells them. How they are called there nobody knows
 * (undocumented), so the sandbox can say it in more than one way.
 */
import { rfc3339 } from './clock.ts';
import { hash, mulberry32, noise, pick } from './random.ts';
import { endOf, type Life, snapshot } from './session.ts';
import { latest, type Transfer } from './traffic.ts';

/** `samples`: under this name, in a shape of the sandbox's own. `log`: under another name, with the
 * words of the vendor's request log. `none`: the detail has nothing that the list hasn't. */
export const sampleForms = ['samples', 'log', 'none'] as const;
export type SampleForm = (typeof sampleForms)[number];

const MOST = 10;

/** What the detail adds to the fields of the list. */
export function samplesIn(form: SampleForm, life: Life, nowMs: number): object {
  switch (form) {
    case 'samples':
      return { samples: samplesOf(life, nowMs) };
    case 'log':
      return { last_requests: logOf(life, nowMs) };
    case 'none':
      return {};
  }
}

const hosts = ['www.example.com', 'shop.example.net', 'api.example.org', 'm.example.com'] as const;
const methods = ['GET', 'GET', 'GET', 'GET', 'POST'] as const;
const statuses = [200, 200, 200, 200, 200, 200, 301, 304, 403, 404, 429, 503] as const;
const tags = ['', 'nightly', 'retry'] as const;

function samplesOf(life: Life, nowMs: number): object[] {
  return transfersOf(life, nowMs).map(({ n, atMs, bytes }) => {
    const random = randomOf(life, n);
    return {
      at: rfc3339(atMs),
      method: pick(random, methods),
      host: pick(random, hosts),
      status: bytes === 0 ? 502 : pick(random, statuses),
      bytes,
      duration_ms: 80 + Math.floor(random() ** 3 * 2400),
    };
  });
}

function logOf(life: Life, nowMs: number): object[] {
  return transfersOf(life, nowMs).map(({ n, atMs, bytes }) => {
    const { exit_ip, region, state, city, asn } = snapshot(life, atMs);
    const random = randomOf(life, n);
    return {
      time: rfc3339(atMs),
      status: bytes === 0 ? 502 : pick(random, statuses),
      target: `${pick(random, hosts)}:443`,
      exit_ip,
      geo: [region, state, city].filter((part) => part !== null).join('-'),
      asn,
      bytes,
      tag: pick(random, tags),
    };
  });
}

/** The latest, newest first. */
function transfersOf(life: Life, nowMs: number): Transfer[] {
  return latest(life.traffic, Math.min(nowMs, endOf(life)), MOST).map((transfer) => ({
    ...transfer,
    atMs: Math.max(transfer.atMs, life.startedAtMs),
  }));
}

function randomOf(life: Life, n: number) {
  return mulberry32(Math.floor(noise(hash(life.id), n) * 4_294_967_296));
}
