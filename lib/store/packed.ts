/* Sessions as they are stored by the thousand: values in a fixed order without the names of their
 * fields, and what many have in common told once. That is a third of the bytes, of which a browser
 * keeps 10 MB, and half of the time to write and read them. */
import type { Product, Session } from '../api/schemas.ts';
import type { Past } from './schemas.ts';

type Place = [
  product: Product,
  region: string | null,
  state: string | null,
  city: string | null,
  asn: Session['asn'],
];

/** `values`: of one session after the other `id`, `sessionId`, `exitIp`, index of its place, of its
 * sub-user, `startedAtMs`, `expiresAtMs` since then (or since 1970), `bytesUsed`, `requests`, 1 if
 * re-pinned; null for what is not known. */
interface PackedSessions {
  places: Place[];
  subusers: (string | null)[];
  values: (string | number | null)[];
  /** By the index of a session: what few have. Earlier texts have none. */
  more?: [index: number, Pick<Session, 'status' | 'unread'>][];
}

const WIDTH = 10;
const NOTHING_UNREAD: readonly string[] = [];

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
  const subusers = new Numbered<string | null>();
  const values: PackedSessions['values'] = [];
  const more: NonNullable<PackedSessions['more']> = [];
  for (const [index, session] of sessions.entries()) {
    const { id, sessionId, exitIp, subuser, startedAtMs, expiresAtMs, repinned } = session;
    const { status, unread } = session;
    values.push(
      id,
      sessionId,
      exitIp,
      places.numberOf(placeName(session), () => placeOf(session)),
      subusers.numberOf(subuser ?? NO_SUBUSER, () => subuser),
      startedAtMs,
      expiresAtMs === null ? null : expiresAtMs - (startedAtMs ?? 0),
      session.bytesUsed,
      session.requests,
      repinned === null ? null : Number(repinned),
    );
    if (status !== null || unread.length > 0) more.push([index, { status, unread }]);
  }
  return { places: places.all, subusers: subusers.all, values, more };
}

/** A name that no sub-user's id has. */
const NO_SUBUSER = -1;

function unpack({ places, subusers, values, more }: PackedSessions): Session[] {
  const sessions: Session[] = [];
  for (let at = 0; at < values.length; at += WIDTH) {
    const [product, region, state, city, asn] = places[values[at + 3] as number] as Place;
    const startedAtMs = values[at + 5] as number | null;
    const lastsMs = values[at + 6] as number | null;
    const repinned = values[at + 9];
    sessions.push({
      product,
      id: values[at] as string,
      subuser: subusers[values[at + 4] as number] as string | null,
      sessionId: values[at + 1] as string | null,
      exitIp: values[at + 2] as string | null,
      region,
      state,
      city,
      asn,
      startedAtMs,
      expiresAtMs: lastsMs === null ? null : (startedAtMs ?? 0) + lastsMs,
      bytesUsed: values[at + 7] as number | null,
      requests: values[at + 8] as number | null,
      repinned: repinned === null ? null : repinned === 1,
      status: null,
      unread: NOTHING_UNREAD,
    });
  }
  for (const [index, { status, unread }] of more ?? []) {
    Object.assign(sessions[index] ?? {}, { status, unread });
  }
  return sessions;
}

function placeOf({ product, region, state, city, asn }: Session): Place {
  return [product, region, state, city, asn];
}

/** No other place has this name: with their lengths, it is told where its parts meet, and which are none. */
function placeName({ product, region, state, city, asn }: Session): string {
  const lengths = [region, state, city].map((text) => text?.length);
  return `${product}${lengths} ${JSON.stringify(asn)} ${region}${state}${city}`;
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
