/** `npm run sandbox`: the sandbox by itself, for trying the extension by hand. */
import { parseArgs } from 'node:util';
import { type Plan, plans } from './limits.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';

const help = `The embedded stand-in for helodata's API.

  npm run sandbox -- [options]

  --port <n>             default 4010; 0 takes any free one
  --sessions <n>         sessions at the start, default 24
  --plan <plan>          ${plans.join(' | ')}; default pro
  --seed <n>             the same seed gives the same sessions, default 1
  --page-size <n>        the largest page, default 200
  --speed <n>            times real time, default 1
  --no-churn             let the sessions expire and start no new ones
  --list-terminated      show terminated sessions in lists for 24 h
  --help
`;

class UsageError extends Error {}

function readOptions(args: string[]): SandboxOptions | 'help' {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      port: { type: 'string', default: '4010' },
      sessions: { type: 'string', default: '24' },
      plan: { type: 'string', default: 'pro' },
      seed: { type: 'string', default: '1' },
      'page-size': { type: 'string', default: '200' },
      speed: { type: 'string', default: '1' },
      churn: { type: 'boolean', default: true },
      'list-terminated': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    port: whole('--port', values.port, 0, 65_535),
    sessions: whole('--sessions', values.sessions, 0, 20_000),
    plan: planNamed(values.plan),
    seed: whole('--seed', values.seed, 0, 4_294_967_295),
    pageSize: whole('--page-size', values['page-size'], 1, 10_000),
    speed: speedOf(values.speed),
    churn: values.churn,
    listTerminated: values['list-terminated'],
  };
}

function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= low && value <= high) return value;
  throw new UsageError(`${name} must be a whole number from ${low} to ${high}, not "${text}".`);
}

function speedOf(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= 100_000) return value;
  throw new UsageError(`--speed must be a number from 0 to 100000, not "${text}".`);
}

function planNamed(text: string): Plan {
  const plan = plans.find((each) => each === text);
  if (plan) return plan;
  throw new UsageError(`--plan must be one of ${plans.join(', ')}, not "${text}".`);
}

function banner({ baseUrl, origin, keys }: Sandbox): string {
  const lines = Object.entries(keys).map(([name, token]) => `  ${name.padEnd(12)} ${token}`);
  return `Sandbox API   ${baseUrl}
Control       ${origin}/control/state

Keys (tests/sandbox/keys.ts says what each may do)
${lines.join('\n')}

Ctrl-C ends it.
`;
}

/** Ends the process with a sentence instead of a stack, for what the user can put right. */
function fail(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    process.stderr.write('That port is in use. Try another: --port 4011, or --port 0 for any.\n');
    process.exit(1);
  }
  if (error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${message}\nTry --help.\n`);
    process.exit(2);
  }
  throw error;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return;
  }
  const sandbox = await startSandbox(options);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
  process.stdout.write(banner(sandbox));
}

main().catch(fail);
