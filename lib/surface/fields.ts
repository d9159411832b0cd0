/* The fields of a session as a person reads and copies them, in the order in which they stand. What is
 * copied is the value itself, whatever it looks like: a place's code, a count of bytes, an instant in
 * UTC. */
import { i18n } from '#i18n';
import type { Session } from '../api/schemas.ts';
import { ageMsOf, type Facts } from '../session/facts.ts';
import type { Row } from '../session/overview.ts';
import { rfc3339 } from '../session/record.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInstant,
  formatLeft,
  formatRegion,
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
  const { bytesUsed, requests } = session;
  return [
    ...(row ? [word(i18n.t('detail.left'), formatLeft(row.endsAtMs - nowMs))] : []),
    ...(row ? [word(i18n.t('detail.age'), formatDuration(Math.max(0, ageMsOf(row, nowMs))))] : []),
    word(i18n.t('detail.data'), formatBytes(bytesUsed), String(bytesUsed)),
    ...(row ? [rateField(facts)] : []),
    word(i18n.t('detail.requests'), formatCount(requests), String(requests)),
  ];
}

function rateField({ bytesPerMinute, isIdle }: Facts): Field {
  const name = i18n.t('detail.rate');
  if (bytesPerMinute === null) return none(name, '–', i18n.t('detail.rateUnknown'));
  const shown = i18n.t('detail.rateValue', [formatBytes(bytesPerMinute)]);
  const field = word(name, shown, String(Math.round(bytesPerMinute)));
  return { ...field, note: isIdle ? i18n.t('detail.idle') : null };
}

/** Everything else, in groups: who, where, when. `status`: what has become of it, in words. */
export function fieldsOf(session: Session, facts: Facts, status: string): Field[][] {
  const { startedAtMs, expiresAtMs } = session;
  return [
    [
      {
        ...code(i18n.t('detail.session'), session.sessionId),
        note: facts.isTwin ? i18n.t('detail.twin') : null,
      },
      code(i18n.t('detail.id'), session.id),
      ...subuserFields(session, facts),
      word(i18n.t('detail.product'), i18n.t(`product.${session.product}`), session.product),
    ],
    placeFields(session, facts),
    [
      word(i18n.t('detail.status'), status),
      word(i18n.t('detail.started'), formatInstant(startedAtMs), rfc3339(startedAtMs)),
      word(i18n.t('detail.expires'), formatInstant(expiresAtMs), rfc3339(expiresAtMs)),
    ],
  ];
}

function subuserFields({ subuser: id }: Session, { subuser }: Facts): Field[] {
  const name = i18n.t('detail.subuserName');
  const label = i18n.t('detail.subuser');
  const idField = code(i18n.t('detail.subuserId'), id);
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
  const { region, state, city, asn, exitIp, repinned } = session;
  const regionWords = i18n.t('detail.regionValue', [formatRegion(region), plain(region, 16)]);
  return [
    word(i18n.t('detail.region'), regionWords, region),
    targeted(i18n.t('detail.state'), state),
    targeted(i18n.t('detail.city'), city),
    targeted(i18n.t('detail.asn'), asn === null ? null : String(asn)),
    {
      ...code(i18n.t('detail.exitIp'), exitIp),
      note: sharesExit ? i18n.t('detail.shared') : null,
    },
    word(
      i18n.t('detail.repinned'),
      i18n.t(repinned ? 'detail.repinnedYes' : 'detail.repinnedNo'),
      String(repinned),
    ),
  ];
}

/** A part of the place that a username may leave open. */
function targeted(name: string, value: string | null): Field {
  return value ? code(name, value) : none(name, i18n.t('detail.any'));
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
