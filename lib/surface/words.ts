/* The words for what the code knows as values. One place, so that badge, menu, popup and options
 * say the same of the same thing. */
import { i18n } from '#i18n';
import type { ApiError } from '../api/errors.ts';
import type { Session } from '../api/schemas.ts';
import { isOfScope } from '../api/scope.ts';
import type { Overview, ProductOverview } from '../session/overview.ts';
import { STANDINGS } from '../session/standing.ts';
import type { UsernamePart } from '../session/username.ts';
import { isRefusal } from '../termination/attempt.ts';
import { formatCount, formatPlace, formatWhen, UNKNOWN } from './format.ts';
import { joined } from './joined.ts';
import { plain } from './plain.ts';

/** Several fields, each with what was expected of it. */
const MOST_OF_WHAT = 200;
const MOST_OF_TYPE = 40;

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
      if (isOfScope(error)) return i18n.t('error.notCovered', [plain(error.code ?? '')]);
      return error.code
        ? i18n.t('error.notPermittedCode', [plain(error.code)])
        : i18n.t('error.notPermitted');
    case 'gone':
      return i18n.t('error.gone');
    case 'rate-limited':
      return error.untilMs === null
        ? i18n.t('error.rateLimited')
        : i18n.t('error.rateLimitedUntil', [formatWhen(error.untilMs)]);
    case 'over-budget':
      return i18n.t('error.overBudget', [formatWhen(error.untilMs)]);
    case 'server-fault':
      return i18n.t('error.serverFault', [String(error.status)]);
    case 'foreign':
      return foreignWords(error);
    case 'offline':
      return i18n.t('error.offline');
    case 'unreachable':
      return i18n.t('error.unreachable');
    case 'not-done':
      return i18n.t('error.notDone');
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

/** Something between the browser and the API has answered: how, as far as that is known. */
function foreignWords({ status, mediaType }: Extract<ApiError, { kind: 'foreign' }>): string {
  if (status === null) return i18n.t('error.redirected');
  const how = [String(status), ...(mediaType === '' ? [] : [plain(mediaType, MOST_OF_TYPE)])];
  const isPage = /html/.test(mediaType);
  return i18n.t(isPage ? 'error.foreignPage' : 'error.foreign', [joined('parts', how)]);
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
  return i18n.t(isOfScope(error) ? 'row.notCovered' : 'row.notPermitted', [
    joined(
      'parts',
      reference.map((part) => plain(part)),
    ),
  ]);
}

/** Why a session that was to be ended still lives, and when it is tried again, if it is. */
export function notEndedWords(failure: { problem: ApiError; retryAtMs: number | null }): string {
  const { problem, retryAtMs } = failure;
  if (retryAtMs === null) {
    const name = isRefusal(problem) ? 'row.refusal' : 'row.givenUp';
    return i18n.t(name, [refusalWords(problem)]);
  }
  const why = problem.kind === 'over-budget' ? i18n.t('row.share') : errorWords(problem);
  return i18n.t('row.endingRetry', [why, formatWhen(retryAtMs)]);
}

/** Why a proxy username is not offered. */
export function missingWords(parts: readonly UsernamePart[]): string {
  const names = parts.map((part) => i18n.t(`username.part.${part}`));
  return i18n.t('username.missing', [joined('names', names)]);
}

/** What tells a session from its twins of the same `session_id`: product, place, exit IP, id. */
export function twinWords(session: Session): string {
  return joined('parts', [
    i18n.t(`product.${session.product}`),
    formatPlace(session),
    i18n.t('row.exit', [session.exitIp === null ? UNKNOWN : plain(session.exitIp)]),
    plain(session.id),
  ]);
}
