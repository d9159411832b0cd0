/* Answers that something between the browser and the API gives in its place: each status that such things
 * send, with each kind of body, to each kind of request. */
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { FaultSpec } from '../../sandbox/faults.ts';

export const PLACES = ['account', 'subusers', 'list', 'detail', 'delete'] as const;
export type Place = (typeof PLACES)[number];

const STATUSES = [200, 204, 301, 401, 403, 404, 407, 429, 500, 502, 511] as const;
const KINDS = ['text/html', 'text/plain', 'empty', 'JSON'] as const;

export interface ForeignAnswer {
  name: string;
  status: number;
  /** Empty if the answer names none. */
  mediaType: string;
  body: string;
  headers: Record<string, string | null>;
  /** A 429 without a body is read as the API's: all that a 429 has to say is in its headers. */
  isTakenForTheApis: boolean;
  /** Chromium and Node keep a 407 that no proxy of theirs has sent to themselves: no answer at all. */
  isWithheld: boolean;
}

const PAGE = '<!doctype html><html><head><title>Sign in to the network</title></head></html>\n';
const TEXT = 'upstream connect error or disconnect/reset before headers\n';
/** Answers of other services. None has a `request_id`. */
const OTHERS = [
  { error: { message: 'Unauthorized' } },
  { message: 'Forbidden' },
  { code: 'rest_no_route', message: 'No route was found', data: { status: 404 } },
  { detail: 'Not found' },
  { status: 'ok' },
  [],
];

const NONE_OF_THE_APIS = {
  'x-request-id': null,
  'x-ratelimit-limit': null,
  'x-ratelimit-remaining': null,
  'x-ratelimit-reset': null,
};
/** Years off and a day long: neither is to be believed. */
const NOT_TO_BE_BELIEVED = { date: 'Tue, 05 Feb 2030 08:00:00 GMT', 'retry-after': '86400' };

/** All foreign answers that a place can get. `elsewhere`: where a redirect leads. */
export function foreignAnswers(place: Place): ForeignAnswer[] {
  const all = STATUSES.flatMap((status, row) =>
    KINDS.map((kind, column) =>
      answerOf({ status, kind, nth: PLACES.indexOf(place) + row + column }),
    ),
  );
  return [...all, withheld(all)].filter(({ status, body }) => !isOfTheApi(place, status, body));
}

/** An empty 200 or 204 to a DELETE is how the API may say that it is done: its answer is undocumented, and
 * nobody could tell the two apart. A 204 has no body, whatever its `content-type`. */
function isOfTheApi(place: Place, status: number, body: string): boolean {
  return place === 'delete' && status < 300 && body === '';
}

interface Parts {
  status: (typeof STATUSES)[number];
  kind: (typeof KINDS)[number];
  /** Has the shapes of JSON, and what only some firewalls send, take turns. */
  nth: number;
}

function answerOf({ status, kind, nth }: Parts): ForeignAnswer {
  const bodies = {
    'text/html': PAGE,
    'text/plain': TEXT,
    empty: '',
    JSON: JSON.stringify(OTHERS[nth % OTHERS.length]),
  };
  const body = status === 204 ? '' : bodies[kind];
  const mediaType = { 'text/html': kind, 'text/plain': kind, empty: '', JSON: 'application/json' }[
    kind
  ];
  const isTakenForTheApis = status === 429 && body === '';
  const isChallenge = status === 403 && kind === 'text/html' && nth % 2 === 0;
  return {
    name: `${status} ${kind}`,
    status,
    mediaType,
    body,
    headers: {
      ...NONE_OF_THE_APIS,
      ...(isTakenForTheApis ? {} : NOT_TO_BE_BELIEVED),
      ...(isChallenge && { 'cf-mitigated': 'challenge' }),
      'content-type': mediaType || null,
    },
    isTakenForTheApis,
    isWithheld: false,
  };
}

function withheld(all: ForeignAnswer[]): ForeignAnswer {
  const answer = all.find(({ status }) => status === 407);
  if (!answer) throw new Error('407 is among them');
  return { ...answer, name: '407 withheld', isWithheld: true };
}

/** The fault of the sandbox: the API never sees the request. `elsewhere`: where a redirect leads. */
export function faultOf(place: Place | '*', answer: ForeignAnswer, elsewhere: string): FaultSpec {
  const { status, body, headers } = answer;
  const location = status === 301 ? { location: elsewhere } : {};
  return {
    endpoint: place,
    kind: 'body',
    status,
    body,
    when: 'before',
    headers: { ...headers, ...location },
  };
}

/** Neither believed nor refused: the session is looked up, and lives. */
export function isUnclear(place: Place | '*', { status, mediaType }: ForeignAnswer): boolean {
  return place === 'delete' && status === 200 && mediaType !== 'text/html';
}

/** The words for the answer, wherever it is told. */
export function wordsFor(place: Place | '*', answer: ForeignAnswer): string {
  const { status, mediaType, isTakenForTheApis, isWithheld } = answer;
  if (isWithheld) return 'helodata can’t be reached, though this computer has a network.';
  if (isTakenForTheApis) return 'helodata asks for fewer requests (429).';
  if (status === 301) return 'helodata’s address led elsewhere (a redirect).';
  if (isUnclear(place, answer))
    return 'helodata took the request, but the session is still active.';
  const how = mediaType === '' ? `${status}` : `${status}, ${mediaType}`;
  return mediaType === 'text/html'
    ? `A page that is not helodata’s answered (${how}).`
    : `Something that is not helodata answered (${how}).`;
}

/** As a browser's fetch that hands over a 407, as Firefox does. It follows no redirect. */
export function handOver(url: string, { method = 'GET', headers }: RequestInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: Object.fromEntries(new Headers(headers)) });
    sent.on('error', reject);
    sent.on('response', async (answer) => {
      const { statusCode = 0, headersDistinct } = answer;
      const pairs = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      const body = await buffer(answer);
      resolve(
        new Response(statusCode === 204 ? null : body, { status: statusCode, headers: pairs }),
      );
    });
    sent.end();
  });
}
