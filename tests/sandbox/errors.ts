/**
 * Refusals: thrown where something is wrong, answered in one place in the documented body
 * `{code, message, request_id}` (contract: Errors).
 */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import * as v from 'valibot';
import type { Env } from './parts.ts';

export class Refusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function answerError(error: Error, c: Context<Env>): Response {
  const refusal =
    error instanceof Refusal
      ? error
      : new Refusal(500, 'internal_error', `The sandbox itself failed: ${error.stack}`);
  const { status, code, message, headers } = refusal;
  return c.json({ code, message, request_id: c.var.requestId }, status, { ...headers });
}

/** The parsed input, or a 400 that says for each field what is wrong with it. */
export function parsed<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const faults = result.issues.map((issue) => {
    const path = v.getDotPath(issue);
    return path ? `${path}: ${issue.message}` : issue.message;
  });
  throw new Refusal(400, 'invalid_request', faults.join('; '));
}
