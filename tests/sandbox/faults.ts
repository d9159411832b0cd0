/**
 * Trouble on demand: which requests are to go wrong, and how. `before` means that the API never
 * sees the request (nothing acted, nothing counted); `after` means that everything happened and
 * only the answer is hurt, which is how the outcome of a DELETE becomes unknown.
 */
import * as v from 'valibot';
import { type Endpoint, endpoints } from './endpoints.ts';
import { products } from './session.ts';

/** A body to send instead; any other string is sent as it is. */
export const bodies = ['truncated', 'html', 'empty', 'wrong-types', 'bad-row'] as const;

const aim = {
  endpoint: v.picklist([...endpoints, '*']),
  product: v.optional(v.picklist(products)),
  id: v.optional(v.string()),
  /** How many requests it hits; without it, all until it is cleared. */
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Real milliseconds to wait; for every kind. */
  ms: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600_000))),
  when: v.optional(v.picklist(['before', 'after']), 'before'),
  /** Laid over the answer's own, `Date` and `X-Request-Id` too; null takes one away (of `Date`, Node then
   * sends its own). A `content-type` here is that of the body. */
  headers: v.optional(v.record(v.string(), v.nullable(v.string()))),
};

export const faultSchema = v.variant('kind', [
  v.strictObject({ ...aim, kind: v.literal('latency') }),
  v.strictObject({ ...aim, kind: v.literal('hang') }),
  v.strictObject({ ...aim, kind: v.literal('reset') }),
  /** A DELETE of an active session is answered with 202 and no body, and ends it so many real milliseconds
   * later. Other requests are answered as always. */
  v.strictObject({
    ...aim,
    kind: v.literal('accepted'),
    actsAfterMs: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)),
  }),
  v.strictObject({
    ...aim,
    kind: v.literal('status'),
    status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    code: v.optional(v.string()),
  }),
  v.strictObject({
    ...aim,
    kind: v.literal('body'),
    /** One of `bodies`, or the text itself. */
    body: v.string(),
    status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))),
    /** `before`: sent by something in front of the API, such as a gateway's 502 in HTML. */
    when: v.optional(v.picklist(['before', 'after']), 'after'),
  }),
]);

export type FaultSpec = v.InferInput<typeof faultSchema>;
export type Fault = v.InferOutput<typeof faultSchema>;

interface Aimed {
  readonly endpoint: Endpoint;
  readonly product?: string;
  readonly id?: string;
}

export class Faults {
  readonly #active = new Map<string, { fault: Fault; left: number }>();
  #count = 0;

  /** Returns the fault's id. Throws on a spec that makes no sense. */
  inject(spec: FaultSpec): string {
    const fault = v.parse(faultSchema, spec);
    this.#count += 1;
    const id = `fault_${this.#count}`;
    this.#active.set(id, { fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    return id;
  }

  /** Without `id`, all of them. */
  clear(id?: string): void {
    if (id === undefined) this.#active.clear();
    else this.#active.delete(id);
  }

  list(): (Fault & { faultId: string })[] {
    return [...this.#active].map(([faultId, { fault }]) => ({ ...fault, faultId }));
  }

  /** The oldest fault aimed at this request, which uses up one of its times. */
  take(request: Aimed): Fault | undefined {
    for (const [id, active] of this.#active) {
      if (!hits(active.fault, request)) continue;
      active.left -= 1;
      if (active.left <= 0) this.#active.delete(id);
      return active.fault;
    }
    return undefined;
  }
}

function hits(fault: Fault, request: Aimed): boolean {
  return (
    (fault.endpoint === '*' || fault.endpoint === request.endpoint) &&
    (fault.product === undefined || fault.product === request.product) &&
    (fault.id === undefined || fault.id === request.id)
  );
}
