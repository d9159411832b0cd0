/* The account behind a key, as the API tells it and as it is kept. */
import * as v from 'valibot';
import type { Account } from './schemas.ts';

/** Documented as optional: may be absent or null. */
export const optionalText = v.optional(v.nullable(v.string()), null);

export const accountSchema = v.object({
  email: optionalText,
  plan: optionalText,
}) satisfies v.GenericSchema<unknown, Account>;
