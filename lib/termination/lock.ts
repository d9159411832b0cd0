/* The person's own wish that nothing is ended: the lock of the settings, which surfaces and drain obey
 * alike. It is answered like a refusal of the API, but says nothing of the key. */
import type { ApiError } from '../api/errors.ts';
import type { Commands } from '../store/state.ts';

export const LOCKED: ApiError = { kind: 'locked', requestId: null };

/** Why no session can be ended, as far as is known: the lock before what the API has said of the key.
 * Null where they can. */
export function whyNoEnds({
  settings,
  readOnly,
}: Pick<Commands, 'settings' | 'readOnly'>): ApiError | null {
  return settings.isLocked ? LOCKED : readOnly;
}
