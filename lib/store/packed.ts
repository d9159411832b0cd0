/* Sessions as they are stored by the thousand: values in a fixed order without the names of their
 * fields, and what many have in common told once. That is a third of the bytes, of which a browser
 * keeps 10 MB, and half of the time to write and read them. */
import type { Product, Session } from '../api/schemas.ts';
import type { Past } from './schemas.ts';

type Place = [
  product: Product,
  region: string,
  state: string | null,
  city: string | null,
  asn: number | null,
];

/** `values`: of one session after the other `id`, `sessionId`, `exitIp`, index of its place, of its
 * sub-user, `startedAtMs`, time from then to its expiry, `bytesUsed`, `requests`, 1 if re-pinned. */
interface PackedSessions {
  places: Place[];
  subusers: string[];
  values: (string | number)[];
}

const WIDTH = 10;

export const packedList = {
  pack: ({ sessions }: { sessions: Session[] }) => pack(sessions),
  unpack: (packed: unknown) => ({ sessions: unpack(packed as PackedSessions) }),
};

interface PackedPast extends PackedSessions {
  /** By session: all of `Past` but that. */
  ends: Omit<Past, 'session'>[];
}

export const packedPast = {
  pack: ({ past }: { past: Past[] }): PackedPast => ({
    ...pack(past.map(({ session }) => session)),
    ends: past.map(({ session: _, ...end }) => end),
  }),
  unpack(packed: unknown): { past: Past[] } {
    const { ends, ...sessions } = packed as PackedPast;
    const past = unpack(sessions).map((session, index) => ({ session, ...ends[index] }) as Past);
    return { past };
  },
};

function pack(sessions: readonly Session[]): PackedSessions {
  const places = new Numbered<Place>();
  const subusers = new Numbered<string>();
  const values: PackedSessions['values'] = [];
  for (const session of sessions) {
    const { id, sessionId, exitIp, subuser, startedAtMs, expiresAtMs } = session;
    values.push(
      id,
      sessionId,
      exitIp,
      places.numberOf(placeName(session), () => placeOf(session)),
      subusers.numberOf(subuser, () => subuser),
      startedAtMs,
      expiresAtMs - startedAtMs,
      session.bytesUsed,
      session.requests,
      session.repinned ? 1 : 0,
    );
  }
  return { places: places.all, subusers: subusers.all, values };
}

function unpack({ places, subusers, values }: PackedSessions): Session[] {
  const sessions: Session[] = [];
  for (let at = 0; at < values.length; at += WIDTH) {
    const [product, region, state, city, asn] = places[values[at + 3] as number] as Place;
    const startedAtMs = values[at + 5] as number;
    sessions.push({
      product,
      id: values[at] as string,
      subuser: subusers[values[at + 4] as number] as string,
      sessionId: values[at + 1] as string,
      region,
      state,
      city,
      asn,
      exitIp: values[at + 2] as string,
      startedAtMs,
      expiresAtMs: startedAtMs + (values[at + 6] as number),
      bytesUsed: values[at + 7] as number,
      requests: values[at + 8] as number,
      repinned: values[at + 9] === 1,
    });
  }
  return sessions;
}

function placeOf({ product, region, state, city, asn }: Session): Place {
  return [product, region, state, city, asn];
}

/** No other place has this name: with their lengths, it is told where its parts meet, and which are none. */
function placeName({ product, region, state, city, asn }: Session): string {
  const lengths = [region, state, city].map((text) => text?.length);
  return `${product}${lengths} ${asn} ${region}${state}${city}`;
}

/** Things told once, and by their number from then on. */
export class Numbered<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string | number, number>();

  /** `name`: by which it is known. */
  numberOf(name: string | number, make: () => T): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.all.length);
    return this.all.push(make()) - 1;
  }
}
