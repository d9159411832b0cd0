/**
 * A sandbox per test and a way to ask it. Every answer that comes this way is held against the
 * contract, whatever the test is about.
 */
import { expect, onTestFinished } from 'vitest';
import type { KeyName } from '../../sandbox/keys.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import type { Session } from '../../sandbox/session.ts';
import { type Answer, breaches } from './contract.ts';

/** Time stands still unless the test says otherwise. */
export async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ speed: 0, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

// biome-ignore lint/suspicious/noExplicitAny: the contract check has looked at the body already
type Body = any;

/** Asks the API; `path` is without `/v1`. `key: null` sends no Authorization. */
export async function ask(
  sandbox: Sandbox,
  path: string,
  { key = 'full', method = 'GET' }: { key?: KeyName | null; method?: string } = {},
): Promise<Answer & { body: Body }> {
  const headers: HeadersInit = key ? { Authorization: `Bearer ${sandbox.keys[key]}` } : {};
  const response = await fetch(sandbox.baseUrl + path, { method, headers });
  const text = await response.text();
  const answer = {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
  expect(breaches(method, path.replace(/\?.*/, ''), answer)).toEqual([]);
  for (const name of ['limit', 'remaining', 'reset']) {
    expect(response.headers.get(`x-ratelimit-${name}`)).toMatch(/^\d+$/);
  }
  const now = new Date(sandbox.clock.now()).toUTCString();
  if (sandbox.clock.speed === 0) expect(response.headers.get('date')).toBe(now);
  return answer;
}

export function pathOf({ product, id }: Session): string {
  return `/${product}/sessions/${id}`;
}

/** The first item, or a failed test. */
export function firstOf<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new Error('the list is empty');
  return first;
}
