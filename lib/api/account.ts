/* The account behind a key, as it is kept. */
import * as v from 'valibot';
import type { Account } from './schemas.ts';

export const accountSchema = v.object({
  email: v.nullable(v.string()),
  plan: v.nullable(v.string()),
}) satisfies v.GenericSchema<unknown, Account>;
