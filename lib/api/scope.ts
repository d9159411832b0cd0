/* Tells which part of the API a refusal concerns. It is apart from errors.ts so that no view loads the
 * schemas there as it opens. */
import type { ApiError } from './errors.ts';

/** Whether a 403 concerns one product or sub-user, and not what the key may do elsewhere. */
export function isOfScope(error: ApiError): boolean {
  return error.kind === 'not-permitted' && error.code === 'subuser_scope_mismatch';
}
