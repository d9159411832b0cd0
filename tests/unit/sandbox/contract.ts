/**
 * Holds an answer against openapi.yaml: the status must be documented for that path and method,
 * the body must fit its schema and have no field that the schema doesn't know.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const DOCUMENT = new URL('../../sandbox/openapi.yaml', import.meta.url);
const document = parse(readFileSync(DOCUMENT, 'utf8'));

const ajv = new Ajv2020({ strict: false, allErrors: true });
// ajv-formats is CommonJS: its types and its runtime disagree about where the function is.
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
ajv.addSchema(document, 'openapi');

/** Statuses the contract is silent about; the sandbox gives them the documented error body. */
const undocumented: { status: number; on: RegExp; why: string }[] = [
  { status: 400, on: /./, why: 'parameters that make no sense' },
  { status: 405, on: /./, why: 'methods that are not there' },
  { status: 403, on: /^\/(users\/me|subusers)$/, why: 'a key whose scope is traffic:read alone' },
];

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

interface Documented {
  readonly $ref?: string;
  readonly content?: Record<string, unknown>;
  readonly headers?: Record<string, unknown>;
}

/** What is wrong with an answer; empty if nothing. `path` is without `/v1` and query. */
export function breaches(method: string, path: string, answer: Answer): string[] {
  const template = templateOf(path);
  if (template === undefined) {
    const refused = answer.status === 404 ? [] : [`${path} is not documented`];
    return [...refused, ...schemaBreaches('/components/schemas/Error', answer.body)];
  }
  const { status } = answer;
  const pointer = `/paths/${escaped(template)}/${method.toLowerCase()}/responses/${status}`;
  const documented: Documented | undefined = at(pointer);
  if (!documented) {
    const allowed = undocumented.some((each) => each.status === status && each.on.test(path));
    const refused = allowed ? [] : [`${method} ${template} documents no ${status}`];
    return [...refused, ...schemaBreaches('/components/schemas/Error', answer.body)];
  }
  const where = documented.$ref?.slice(1) ?? pointer;
  const { content, headers = {} }: Documented = at(where) ?? {};
  const missing = Object.keys(headers)
    .filter((name) => !/^\d+$/.test(answer.headers.get(name) ?? ''))
    .map((name) => `no whole number in ${name}`);
  if (!content) return answer.body === undefined ? missing : [...missing, 'unexpected body'];
  const schema = `${where}/content/application~1json/schema`;
  return [...missing, ...schemaBreaches(schema, answer.body), ...strangers(answer.body)];
}

function schemaBreaches(pointer: string, body: unknown): string[] {
  const validate = ajv.getSchema(
    `openapi#${pointer.replaceAll('{', '%7B').replaceAll('}', '%7D')}`,
  );
  if (!validate) return [`no schema at ${pointer}`];
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `body${instancePath} ${message}`,
  );
}

/** Fields of accounts, sub-users, sessions and errors that no schema has. */
function strangers(body: unknown): string[] {
  const rows = isList(body) ? body.data : [body];
  const known = new Set(
    Object.values<{ properties?: object }>(document.components.schemas).flatMap((schema) =>
      Object.keys(schema.properties ?? {}),
    ),
  )
    .add('samples')
    .add('last_requests'); // how the detail calls them is undocumented
  return rows
    .flatMap((row) => Object.keys(row ?? {}))
    .filter((field) => !known.has(field))
    .map((field) => `unknown field ${field}`);
}

function isList(body: unknown): body is { data: object[] } {
  return typeof body === 'object' && body !== null && 'data' in body;
}

function templateOf(path: string): string | undefined {
  return Object.keys(document.paths).find((template) =>
    new RegExp(
      `^${template.replace('{product}', '(residential|mobile)').replace('{id}', '[^/]+')}$`,
    ).test(path),
  );
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function at<Value>(pointer: string): Value | undefined {
  const steps = pointer.split('/').slice(1);
  return steps.reduce(
    (node, step) => node?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    document,
  );
}
