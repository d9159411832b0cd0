/* Traces as they are stored, packed like sessions: their instants are those of lists, which many have
 * in common, and numbers are told as what has come to the ones before. */
import { Numbered } from './packed.ts';
import type { Returned, Trace } from './schemas.ts';

/** `values`: of one trace after the other its id, the index of its first instant, how many points and
 * how many IPs follow; of each point the index of its instant, bytes and requests since the one
 * before; of each IP the index of its instant, and the IP. */
interface PackedTraces {
  instants: number[];
  values: (string | number)[];
  returned: [id: string, Returned][];
}

type Traces = Map<string, Trace>;

const WIDTH = 3;

export const packedTraces = {
  pack: ({ traces }: { traces: Traces }) => pack(traces),
  unpack: (packed: unknown) => ({ traces: unpack(packed as PackedTraces) }),
};

function pack(traces: Traces): PackedTraces {
  const instants = new Numbered<number>();
  const indexOf = (atMs: number) => instants.numberOf(atMs, () => atMs);
  const values: PackedTraces['values'] = [];
  const returned: PackedTraces['returned'] = [];
  for (const [id, { seenAtMs, points, ips, returned: its }] of traces) {
    values.push(id, indexOf(seenAtMs), Math.floor(points.length / WIDTH), ips.length);
    let [bytes, requests] = [0, 0];
    for (let at = 0; at + WIDTH <= points.length; at += WIDTH) {
      const bytesThen = points[at + 1] ?? 0;
      const requestsThen = points[at + 2] ?? 0;
      values.push(indexOf(points[at] ?? 0), bytesThen - bytes, requestsThen - requests);
      bytes = bytesThen;
      requests = requestsThen;
    }
    for (const { atMs, ip } of ips) values.push(indexOf(atMs), ip);
    if (its) returned.push([id, its]);
  }
  return { instants: instants.all, values, returned };
}

function unpack({ instants, values, returned }: PackedTraces): Traces {
  const traces: Traces = new Map();
  const returns = new Map(returned);
  let at = 0;
  const number = () => values[at++] as number;
  const instant = () => instants[number()] as number;
  while (at < values.length) {
    const id = values[at++] as string;
    const seenAtMs = instant();
    const [pointCount, ipCount] = [number(), number()];
    const points: number[] = [];
    let [bytes, requests] = [0, 0];
    for (let point = 0; point < pointCount && at < values.length; point++) {
      const atMs = instant();
      bytes += number();
      requests += number();
      points.push(atMs, bytes, requests);
    }
    const ips: Trace['ips'] = [];
    for (let each = 0; each < ipCount && at < values.length; each++) {
      ips.push({ atMs: instant(), ip: values[at++] as string });
    }
    traces.set(id, { seenAtMs, points, ips, returned: returns.get(id) ?? null });
  }
  return traces;
}
