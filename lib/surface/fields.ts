/* The fields of a session as a person reads and copies them, in the order in which they stand. What is
 * copied is the value itself, whatever it looks like: a place's code, a count of bytes, an instant in
 * UTC. */
import { i18n } from '#i18n';
import type { Session } from '../api/schemas.ts';
import { ageMsOf, type Facts, leftMsOf } from '../session/facts.ts';
import type { Row } from '../session/overview.ts';
import { asnName, rfc3339 } from '../session/record.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInstant,
  formatLeft,
  formatRegion,
  UNKNOWN,
} from './format.ts';
import { plain } from './plain.ts';

export interface Field {
  name: string;
  /** Fit to be shown. */
  shown: string;
  /** As it came; null where there is nothing to copy. */
  copied: string | null;
  /** What else is to be said of it. */
  note: string | null;
  /** What the value is: a name or number that machines use, a word, or nothing at all. */
  kind: 'code' | 'word' | 'none';
}

/** What changes from minute to minute. `row`: null for a session that is not listed any more, which
 * has neither an age nor time left. */
export function figuresOf(session: Session, facts: Facts, row: Row | null, nowMs: number): Field[] {
  const { bytesUsed, requests, unread } = session;
  const leftMs = row && leftMsOf(row, nowMs);
  const ageMs = row && ageMsOf(row, nowMs);
  const known = knownField(unread);
  return [
    ...(row ? [known('left', leftMs === null ? null : formatLeft(leftMs), 'expires_at')] : []),
    ...(row
      ? [known('age', ageMs === null ? null : formatDuration(Math.max(0, ageMs)), 'started_at')]
      : []),
    known('data', bytesUsed === null ? null : formatBytes(bytesUsed), 'bytes_used', bytesUsed),
    ...(row ? [rateField(facts)] : []),
    known('requests', requests === null ? null : formatCount(requests), 'requests', requests),
  ];
}

function rateField({ bytesPerMinute, isIdle }: Facts): Field {
  const name = i18n.t('detail.rate');
  if (bytesPerMinute === null) return none(name, UNKNOWN, i18n.t('detail.rateUnknown'));
  const shown = i18n.t('detail.rateValue', [formatBytes(bytesPerMinute)]);
  const field = word(name, shown, String(Math.round(bytesPerMinute)));
  return { ...field, note: isIdle ? i18n.t('detail.idle') : null };
}

/** Everything else, in groups: who, where, when. `status`: what has become of it, in words. */
export function fieldsOf(session: Session, facts: Facts, status: string): Field[][] {
  const { startedAtMs, expiresAtMs, sessionId, unread } = session;
  const known = knownField(unread);
  const instant = (atMs: number | null) => (atMs === null ? null : formatInstant(atMs));
  return [
    [
      {
        ...(sessionId === null
          ? known('session', null, 'session_id')
          : code(i18n.t('detail.session'), sessionId)),
        ...(facts.isTwin && { note: i18n.t('detail.twin') }),
      },
      code(i18n.t('detail.id'), session.id),
      ...subuserFields(session, facts),
      word(i18n.t('detail.product'), i18n.t(`product.${session.product}`), session.product),
    ],
    placeFields(session, facts),
    [
      word(i18n.t('detail.status'), status),
      known('started', instant(startedAtMs), 'started_at', rfc3339(startedAtMs)),
      known('expires', instant(expiresAtMs), 'expires_at', rfc3339(expiresAtMs)),
    ],
  ];
}

function subuserFields({ subuser: id, unread }: Session, { subuser }: Facts): Field[] {
  const name = i18n.t('detail.subuserName');
  const label = i18n.t('detail.subuser');
  const idField =
    id === null
      ? knownField(unread)('subuserId', null, 'subuser')
      : code(i18n.t('detail.subuserId'), id);
  if (id === null) return [none(label, UNKNOWN), idField];
  if (!subuser) return [none(label, i18n.t('detail.subuserUnknown')), idField];
  return [
    subuser.label
      ? word(label, plain(subuser.label), subuser.label)
      : none(label, i18n.t('detail.unlabelled')),
    code(name, subuser.name),
    idField,
  ];
}

function placeFields(session: Session, { sharesExit }: Facts): Field[] {
  const { region, state, city, asn, exitIp, repinned, unread } = session;
  const known = knownField(unread);
  const regionWords =
    region && i18n.t('detail.regionValue', [formatRegion(region), plain(region, 16)]);
  const repinnedWords = i18n.t(repinned ? 'detail.repinnedYes' : 'detail.repinnedNo');
  return [
    known('region', regionWords, 'region', region),
    targeted('state', state, unread),
    targeted('city', city, unread),
    targeted('asn', asnName(asn), unread),
    exitIp === null
      ? known('exitIp', null, 'exit_ip')
      : {
          ...code(i18n.t('detail.exitIp'), exitIp),
          note: sharesExit ? i18n.t('detail.shared') : null,
        },
    known('repinned', repinned === null ? null : repinnedWords, 'repinned', repinned),
  ];
}

/** A part of the place that a username may leave open. */
function targeted(
  name: 'state' | 'city' | 'asn',
  value: string | null,
  unread: Session['unread'],
): Field {
  const label = i18n.t(`detail.${name}`);
  if (value !== null) return code(label, value);
  return none(label, i18n.t(unread.includes(name) ? 'detail.unread' : 'detail.any'));
}

type KnownName =
  | 'left'
  | 'age'
  | 'data'
  | 'requests'
  | 'session'
  | 'subuserId'
  | 'started'
  | 'expires'
  | 'region'
  | 'exitIp'
  | 'repinned';

/** Makes fields of what may not be known. `shown`: null if it is not; `apiName`: the field of the record. */
function knownField(unread: Session['unread']) {
  return (
    name: KnownName,
    shown: string | null,
    apiName: string,
    copied: unknown = shown,
  ): Field => {
    const label = i18n.t(`detail.${name}`);
    if (shown !== null) return word(label, shown, String(copied));
    const isUnread = unread.includes(apiName);
    return none(label, UNKNOWN, i18n.t(isUnread ? 'detail.unread' : 'detail.unknown'));
  };
}

function code(name: string, text: string): Field {
  return { name, shown: plain(text), copied: text, note: null, kind: 'code' };
}

function word(name: string, shown: string, copied: string = shown): Field {
  return { name, shown, copied, note: null, kind: 'word' };
}

function none(name: string, shown: string, note: string | null = null): Field {
  return { name, shown, copied: null, note, kind: 'none' };
}
