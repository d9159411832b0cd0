/* What of a filter the API can do by itself. It may let through more than the filter does, never
 * less: what is not certain is left to ourselves. */
import type { SessionFilter } from '../../api/client.ts';
import type { Subuser } from '../../store/state.ts';
import { folded } from './fields.ts';
import type { Term } from './parse.ts';

/** As documented (contract: Sessions); in these, upper case is only ours. */
const REGION = /^[a-z]{2}$/;
const SESSION_ID = /^[a-z0-9]{1,32}$/;

/** Null where the API can do nothing of it. `subusers`: all that are known, for their labels. */
export function serverFilter(
  terms: readonly Term[],
  subusers: Iterable<Subuser>,
): SessionFilter | null {
  const known = [...subusers];
  const wanted = terms
    .filter(({ isExcluded }) => !isExcluded)
    .flatMap((term) => Object.entries(wantedBy(term, known)));
  // One field of two values lets nothing through here, and what the API makes of it is unknown.
  const agreed = wanted.filter(([name, value]) =>
    wanted.every(([other, otherValue]) => other !== name || otherValue === value),
  );
  return agreed.length === 0 ? null : Object.fromEntries(agreed);
}

function wantedBy(term: Term, subusers: Subuser[]): SessionFilter {
  if (term.kind === 'choice' && term.field === 'repinned') {
    return { repinned: term.choice === 'yes' };
  }
  if (term.kind !== 'text' || !term.isExact) return {};
  const text = folded(term.text);
  switch (term.field) {
    case 'region':
      return REGION.test(text) ? { region: text } : {};
    case 'asn':
      return /^\d+$/.test(text) ? { asn: Number(text) } : {};
    case 'session':
      return SESSION_ID.test(text) ? { session_id: text } : {};
    case 'subuser': {
      const [found, ...others] = subusers.filter(({ id, name, label }) =>
        [id, name, label ?? ''].some((each) => folded(each) === text),
      );
      return found && others.length === 0 ? { subuser: found.id } : {};
    }
    default:
      return {};
  }
}
