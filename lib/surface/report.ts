/* What a person can hand on when an answer of the API, or something kept, was not understood: which
 * version saw what kind of thing where. Neither the key nor any value is in it. */
import type { ApiError } from '../api/errors.ts';
import { askedProducts, type ListStatus, type State } from '../store/state.ts';

/** Plain text, in English: it goes to those who mend it. `version`: the extension's own. */
export function reportOf(state: State, version: string, nowMs: number): string {
  return [
    `Session Inspector for helodata ${version}, ${new Date(nowMs).toISOString()}`,
    ...askedProducts(state).flatMap((product) => productLines(product, state.statuses[product])),
    ...state.asides.map((key) => `kept data that could not be read: ${itemName(key)}`),
  ].join('\n');
}

function productLines(product: string, status: ListStatus | null): string[] {
  const { count, inPart, ways } = status?.good?.notUnderstood ?? { count: 0, inPart: 0, ways: [] };
  return [
    `${product}: ${count} records without an id, ${inPart} read in part`,
    ...ways.map((way) => `  ${way}`),
    ...(status?.problem ? [`  ${problemLine(status.problem)}`] : []),
  ];
}

function problemLine(problem: ApiError): string {
  if (problem.kind === 'foreign') {
    const { status, mediaType, what } = problem;
    const type = /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : 'no media type';
    return ['answered by another', status ?? 'redirect', type, what].filter(Boolean).join(', ');
  }
  if (problem.kind !== 'not-understood') return problem.kind;
  // Of an error's answer the code is a value; what was expected where in a good one is none.
  return problem.status === 200
    ? `not understood: ${problem.what}`
    : `not understood: status ${problem.status}`;
}

/** The kind of item alone: what follows the colon may name a session. */
function itemName(key: string): string {
  return key.split(':')[0] ?? key;
}
