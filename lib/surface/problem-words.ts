/* The words for what is wrong, what the numbers are worth meanwhile, and when it is tried again. Apart
 * from the other words (words.ts): no view opens with them. */
import { i18n } from '#i18n';
import { isOfScope } from '../api/scope.ts';
import type { Overview } from '../session/overview.ts';
import { formatCount, formatTime, formatWhen } from './format.ts';
import { errorWords } from './words.ts';

/** What is wrong, in sentences: one for all products that share it, else one naming its product;
 * and what was left out of the numbers. */
export function problemWords(overview: Overview): string[] {
  const { standing, products, problem } = overview;
  if (standing === 'no-access') return [i18n.t('error.noAccess')];
  const sentences =
    problem && isShared(overview)
      ? [
          standing === 'key-may-not-list' && !isOfScope(problem) ? i18n.t('error.mayNotList') : '',
          errorWords(problem),
        ]
      : failing(overview).map(({ product, problem: own }) =>
          i18n.t('popup.problemOfProduct', [i18n.t(`product.${product}`), errorWords(own)]),
        );
  const sum = (of: 'unidentified' | 'readInPart') =>
    products.reduce((total, product) => total + product[of], 0);
  const [unidentified, readInPart] = [sum('unidentified'), sum('readInPart')];
  if (unidentified > 0) {
    sentences.push(i18n.t('count.notUnderstood', unidentified, [formatCount(unidentified)]));
  }
  if (readInPart > 0) {
    sentences.push(i18n.t('count.readInPart', readInPart, [formatCount(readInPart)]));
  }
  return sentences.filter((sentence) => sentence !== '');
}

/** When it is tried again without anybody's doing; empty if that is not known, or now. */
export function retryWords({ standing, retryAtMs }: Overview, nowMs: number): string[] {
  if (retryAtMs === null || retryAtMs <= nowMs) return [];
  if (standing === 'key-refused') return [i18n.t('popup.refusedRetry', [formatWhen(retryAtMs)])];
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
