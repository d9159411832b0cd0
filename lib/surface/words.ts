/* The words for what the code knows as values. One place, so that badge, menu, popup and options
 * say the same of the same thing. */
import { i18n } from '#i18n';
import type { ApiError } from '../api/errors.ts';
import type { Session } from '../api/schemas.ts';
import type { Overview, ProductOverview } from '../session/overview.ts';
import { STANDINGS } from '../session/standing.ts';
import { formatCount, formatPlace, formatTime } from './format.ts';
import { joined } from './joined.ts';
import { plain } from './plain.ts';

/** Several fields, each with what was expected of it. */
const MOST_OF_WHAT = 200;

/** A failure in a sentence, with the vendor's request id where there is one. */
export function errorWords(error: ApiError): string {
  return withRequestId(errorSentence(error), error);
}

function withRequestId(sentence: string, { requestId }: ApiError): string {
  const reference = requestId ? i18n.t('error.requestId', [plain(requestId)]) : '';
  return joined('sentences', [sentence, reference]);
}

function errorSentence(error: ApiError): string {
  switch (error.kind) {
    case 'key-refused':
      return i18n.t('error.keyRefused');
    case 'not-permitted':
      return error.code
        ? i18n.t('error.notPermittedCode', [plain(error.code)])
        : i18n.t('error.notPermitted');
    case 'gone':
      return i18n.t('error.gone');
    case 'rate-limited':
      return error.untilMs === null
        ? i18n.t('error.rateLimited')
        : i18n.t('error.rateLimitedUntil', [formatTime(error.untilMs)]);
    case 'over-budget':
      return i18n.t('error.overBudget', [formatTime(error.untilMs)]);
    case 'server-fault':
      return i18n.t('error.serverFault', [String(error.status)]);
    case 'unreachable':
      return i18n.t('error.unreachable');
    case 'timed-out':
      return i18n.t('error.timedOut');
    case 'not-stored':
      return i18n.t('error.notStored');
    case 'no-access':
      return i18n.t('error.noAccess');
    case 'locked':
      return i18n.t('error.locked');
    case 'not-understood':
      if (error.what === '') return i18n.t('error.notUnderstoodStatus', [String(error.status)]);
      return i18n.t('error.notUnderstood', [String(error.status), plain(error.what, MOST_OF_WHAT)]);
  }
}

/** `12 active sessions`, or that there are none, or that it can't be told. */
export function countWords({ standing, count, isPartial }: Overview): string {
  if (standing === 'no-products') return i18n.t('count.noProducts');
  if (count === null) {
    return standing === 'loading' ? i18n.t('count.loading') : i18n.t('count.unknown');
  }
  const isSure = STANDINGS[standing].color === 'sure' && !isPartial;
  if (count === 0) return isSure ? i18n.t('count.none') : i18n.t('count.noneKnown');
  return i18n.t(isPartial ? 'count.atLeast' : 'count.active', count, [formatCount(count)]);
}

/** `Residential 8` or `Residential unknown`. */
export function productCountWords({ product, count }: ProductOverview): string {
  const name = i18n.t(`product.${product}`);
  return count === null
    ? i18n.t('count.unknownOfProduct', [name])
    : i18n.t('count.ofProduct', [name, formatCount(count)]);
}

/** Why a session was not ended, where the key or the lock is the reason: what to do about it. */
export function refusalWords(error: ApiError): string {
  if (error.kind === 'key-refused') return withRequestId(i18n.t('row.keyRefused'), error);
  if (error.kind !== 'not-permitted') return errorWords(error);
  const reference = ['403', error.code, error.requestId].filter((part) => part !== null);
  return i18n.t('row.notPermitted', [
    joined(
      'parts',
      reference.map((part) => plain(part)),
    ),
  ]);
}

/** Why a session that was to be ended still lives, and when it is tried again, if it is. */
export function notEndedWords(failure: { problem: ApiError; retryAtMs: number | null }): string {
  const { problem, retryAtMs } = failure;
  return retryAtMs === null
    ? i18n.t('row.refusal', [refusalWords(problem)])
    : i18n.t('row.endingRetry', [errorWords(problem), formatTime(retryAtMs)]);
}

/** What is wrong, in sentences: one for all products that share it, else one naming its product;
 * and what was left out of the numbers. */
export function problemWords(overview: Overview): string[] {
  const { standing, products, problem } = overview;
  if (standing === 'no-access') return [i18n.t('error.noAccess')];
  const sentences =
    problem && isShared(overview)
      ? [standing === 'key-may-not-list' ? i18n.t('error.mayNotList') : '', errorWords(problem)]
      : failing(overview).map(({ product, problem: own }) =>
          i18n.t('popup.problemOfProduct', [i18n.t(`product.${product}`), errorWords(own)]),
        );
  const notUnderstood = products.reduce((sum, product) => sum + product.notUnderstood, 0);
  if (notUnderstood > 0) {
    sentences.push(i18n.t('count.notUnderstood', notUnderstood, [formatCount(notUnderstood)]));
  }
  return sentences.filter((sentence) => sentence !== '');
}

/** When it is tried again without anybody's doing; empty if that is not known, or now. */
export function retryWords({ standing, retryAtMs }: Overview, nowMs: number): string[] {
  if (standing === 'key-refused') return [i18n.t('popup.noRetry')];
  if (retryAtMs === null || retryAtMs <= nowMs) return [];
  return [i18n.t('popup.retry', [formatTime(retryAtMs)])];
}

/** What the numbers are worth while something is wrong: when they were read. */
export function worthWords(overview: Overview): string[] {
  const { asOfMs, standing } = overview;
  if (standing === 'no-access' || isShared(overview)) {
    return asOfMs === null ? [] : [i18n.t('popup.asOf', [formatTime(asOfMs)])];
  }
  return failing(overview).flatMap(({ product, asOfMs: own }) =>
    own === null
      ? []
      : [i18n.t('popup.asOfProduct', [i18n.t(`product.${product}`), formatTime(own)])],
  );
}

function failing({ products }: Overview) {
  return products.flatMap((product) =>
    product.problem ? [{ ...product, problem: product.problem }] : [],
  );
}

/** Whether one failure stands for all: of the key, or the same of every product. */
function isShared({ products, problem }: Overview): boolean {
  const kinds = new Set(products.map((product) => product.problem?.kind));
  return problem?.kind === 'key-refused' || (problem !== null && kinds.size === 1);
}

/** What tells a session from its twins of the same `session_id`: product, place, exit IP, id. */
export function twinWords(session: Session): string {
  return joined('parts', [
    i18n.t(`product.${session.product}`),
    formatPlace(session),
    i18n.t('row.exit', [plain(session.exitIp)]),
    plain(session.id),
  ]);
}
