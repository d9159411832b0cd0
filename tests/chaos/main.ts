/* `npm run chaos`: terminations under chaos, as often as asked for. Exit code 1: something that
 * must hold did not. */
import { parseArgs } from 'node:util';
import { launchChromium } from '../e2e/driver/chromium.ts';
import type { LaunchOptions } from '../e2e/driver/driver.ts';
import { buildForSandbox } from '../run/build.ts';
import { freePort } from '../run/free-port.ts';
import { runChaos } from './chaos.ts';
import { planOf } from './plan.ts';
import { planInWords } from './plan-in-words.ts';
import { holds, report } from './report.ts';

const help = `Ends sessions through the real popup and menu in a real Chromium, while its worker is killed
at random, the browser is killed with SIGKILL and started again, the key is replaced by another of the
account, and the API resets connections before and after it acted, hangs, acts late, answers 202, 429, 500
and 502, lists sessions that have ended, and sets its clock back. (The browser's own clock can't be set
without the whole computer's.) Then checks the outcome of each click: its effect, and what the history says
of it.

  npm run chaos -- [options]

  --n <n>      how many sessions to end, 1 to 1000; default 40
  --seed <n>   the same seed gives the same plan, default 1
  --plan       only print the plan
  --help

200 terminations take five to ten minutes.
`;

class UsageError extends Error {}

interface Options {
  n: number;
  seed: number;
  planOnly: boolean;
}

function readOptions(args: string[]): Options | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      n: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
      plan: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    n: whole('--n', values.n, 1, 1_000),
    seed: whole('--seed', values.seed, 0, 4_294_967_295),
    planOnly: values.plan,
  };
}

function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= low && value <= high) return value;
  throw new UsageError(`${name} must be a whole number from ${low} to ${high}, not "${text}".`);
}

function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') return say(help);
  const { n, seed, planOnly } = options;
  say(`Chaos over ${n} terminations, seed ${seed}. The plan:`, ...planInWords(planOf(n, seed)));
  if (planOnly) return;
  const port = await freePort();
  say('', 'Building the extension …');
  const extensionDir = await buildForSandbox(`http://127.0.0.1:${port}/v1`);
  const launch = (wishes: LaunchOptions) => launchChromium({ extensionDir, ...wishes });
  const figures = await runChaos({ n, seed, port, launch, say });
  say('', ...report(figures));
  process.exitCode = holds(figures) ? 0 : 1;
}

/** Ends with a sentence instead of a stack, for what the user can put right. */
function fail(error: unknown): void {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!(error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS'))) throw error;
  process.stderr.write(`${message}\nTry --help.\n`);
  process.exitCode = 2;
}

main().catch(fail);
