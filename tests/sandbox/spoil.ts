/** Answers gone wrong: what the faults of kind `status` and `body` put in place of the real one. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Fault } from './faults.ts';

const html =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head>' +
  '<body><center><h1>502 Bad Gateway</h1></center></body></html>\n';

const codes: Partial<Record<number, string>> = {
  401: 'unauthorized',
  403: 'insufficient_scope',
  404: 'session_not_found',
  429: 'rate_limited',
  500: 'internal_error',
  503: 'unavailable',
};

/** An answer with this status; errors in the documented body, a 429 with `Retry-After`. */
export function statusAnswer(fault: Fault & { kind: 'status' }, requestId: string): Response {
  const status = fault.status as ContentfulStatusCode;
  // A 204 or 304 may not have a body at all.
  if (status < 400) return new Response([204, 205, 304].includes(status) ? null : '{}', { status });
  const code = fault.code ?? codes[status] ?? 'error';
  const body = { code, message: 'Injected by the sandbox.', request_id: requestId };
  return Response.json(body, { status, headers: status === 429 ? { 'Retry-After': '30' } : {} });
}

/** The same answer with its body replaced or damaged; one that may not have a body becomes a 200. */
export async function spoil(
  answer: Response,
  { body, status }: Fault & { kind: 'body' },
): Promise<Response> {
  const text = spoiled(await answer.text(), body);
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  headers.set('content-type', body === 'html' ? 'text/html' : 'application/json');
  const kept = answer.status === 204 && text !== '' ? 200 : answer.status;
  return new Response(text || null, { status: status ?? kept, headers });
}

function spoiled(text: string, body: string): string {
  switch (body) {
    case 'html':
      return html;
    case 'empty':
      return '';
    case 'truncated':
      return text.slice(0, Math.ceil(text.length * 0.6));
    case 'wrong-types':
      return JSON.stringify(retyped(JSON.parse(text || '{}')));
    case 'bad-row':
      return JSON.stringify(withBadRow(JSON.parse(text || '{}')));
    default:
      return body;
  }
}

/** The same shape with every value of another type. */
function retyped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(retyped);
  if (value === null) return false;
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, retyped(part)]));
  }
  return typeof value === 'string' ? { characters: value.length } : `${value}`;
}

/** A list of which only the first row is wrong. */
function withBadRow(list: { data?: unknown[] }): unknown {
  const [first, ...others] = list.data ?? [];
  return first === undefined ? list : { ...list, data: [retyped(first), ...others] };
}
