/* What a refusal concerns. Apart from errors.ts, whose schemas no view opens with. */
import type { ApiError } from './errors.ts';

/** Whether a 403 concerns one product or sub-user, and not what the key may do elsewhere. */
export function isOfScope(error: ApiError): boolean {
  return error.kind === 'not-permitted' && error.code === 'subuser_scope_mismatch';
}
