/* A session in the API's own words, for those who go on working with it elsewhere. */
import type { Session } from '../api/schemas.ts';
import type { Detail } from '../store/schemas.ts';

/** The API's record as far as we know it: its field names and order, instants as it writes them; and
 * the product, which the API tells by the path. */
export function recordOf(session: Session): Record<string, unknown> {
  return {
    product: session.product,
    id: session.id,
    subuser: session.subuser,
    session_id: session.sessionId,
    region: session.region,
    state: session.state,
    city: session.city,
    asn: session.asn,
    exit_ip: session.exitIp,
    started_at: rfc3339(session.startedAtMs),
    expires_at: rfc3339(session.expiresAtMs),
    bytes_used: session.bytesUsed,
    requests: session.requests,
    repinned: session.repinned,
    ...(session.status !== null && { status: session.status }),
  };
}

/** The record as JSON to read, with what only a look at the one session tells. */
export function recordText(session: Session, detail: Detail | null): string {
  const looked = {
    ...(detail?.endedAs && { status: detail.endedAs }),
    ...(detail && detail.samples.length > 0 && { samples: detail.samples }),
  };
  return JSON.stringify({ ...recordOf(session), ...looked }, null, 2);
}

/** `2026-11-23T12:00:00Z`: UTC, with a fraction where there is one; null for null. */
export function rfc3339<T extends number | null>(atMs: T): T extends number ? string : null;
export function rfc3339(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString().replace('.000Z', 'Z');
}

/** `AS7922`; a text that is no plain number stays as it came. */
export function asnName(asn: Session['asn']): string | null {
  return typeof asn === 'number' ? `AS${asn}` : asn;
}

/** Returns the later of two records of one session: totals only grow, an IP that has moved stays moved, and
 * what is known is not less than what is not. */
export function laterOf(a: Session, b: Session | null): Session {
  if (b === null) return a;
  const grown =
    difference(b.requests, a.requests) ||
    difference(b.bytesUsed, a.bytesUsed) ||
    difference(Number(b.repinned), Number(a.repinned));
  return grown > 0 ? b : a;
}

function difference(a: number | null, b: number | null): number {
  return (a ?? -1) - (b ?? -1);
}
