/* The words for what the code knows as values. One place, so that badge, menu, popup and options
 * say the same of the same thing. */
import { i18n } from '#i18n';
import type { ApiError } from '../api/errors.ts';
import type { Session } from '../api/schemas.ts';
import type { Overview, ProductOverview } from '../session/overview.ts';
import { formatCount, formatPlace, formatTime } from './format.ts';

/** A failure in a sentence, with the vendor's request id where there is one. */
export function errorWords(error: ApiError): string {
  const sentence = errorSentence(error);
  return error.requestId ? `${sentence} ${i18n.t('error.requestId', [error.requestId])}` : sentence;
}

function errorSentence(error: ApiError): string {
  switch (error.kind) {
    case 'key-refused':
      return i18n.t('error.keyRefused');
    case 'not-permitted':
      return error.code
        ? i18n.t('error.notPermittedCode', [error.code])
        : i18n.t('error.notPermitted');
    case 'gone':
      return i18n.t('error.gone');
    case 'rate-limited':
      return error.untilMs === null
        ? i18n.t('error.rateLimited')
        : i18n.t('error.rateLimitedUntil', [formatTime(error.untilMs)]);
    case 'server-fault':
      return i18n.t('error.serverFault', [String(error.status)]);
    case 'unreachable':
      return i18n.t('error.unreachable');
    case 'timed-out':
      return i18n.t('error.timedOut');
    case 'not-understood':
      return i18n.t('error.notUnderstood', [String(error.status), error.what]);
  }
}

/** `12 active sessions`, or that there are none, or that it can't be told. */
export function countWords({ trust, count }: Overview): string {
  if (count === null) {
    return trust === 'loading' ? i18n.t('count.loading') : i18n.t('count.unknown');
  }
  if (count === 0) return i18n.t('count.none');
  return i18n.t('count.active', count, [formatCount(count)]);
}

/** `Residential 8` or `Residential unknown`. */
export function productCountWords({ product, count }: ProductOverview): string {
  const name = i18n.t(`product.${product}`);
  return count === null
    ? i18n.t('count.unknownOfProduct', [name])
    : i18n.t('count.ofProduct', [name, formatCount(count)]);
}

/** The failures in sentences: one for all products that share it, else one naming its product. */
export function problemWords({ products, problem }: Overview): string[] {
  if (!problem) return [];
  if (problem.kind === 'key-refused') return [errorWords(problem)];
  const kinds = new Set(products.map((product) => product.problem?.kind));
  if (kinds.size === 1) return [errorWords(problem)];
  return products.flatMap((product) =>
    product.problem
      ? [
          i18n.t('popup.problemOfProduct', [
            i18n.t(`product.${product.product}`),
            errorWords(product.problem),
          ]),
        ]
      : [],
  );
}

/** What tells a session from its twins of the same `session_id`: product, place, exit IP, id. */
export function twinWords(session: Session): string {
  return [
    i18n.t(`product.${session.product}`),
    formatPlace(session),
    i18n.t('row.exit', [session.exitIp]),
    session.id,
  ].join(', ');
}
