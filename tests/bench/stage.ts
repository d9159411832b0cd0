/* One Chromium that carries several extensions side by side: blank ones, and ours, each of those built
 * for a sandbox of its own. So what is compared happens in the same browser, in turns. */
import { readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usualSettings } from '../e2e/driver/chromium.ts';
import { install } from '../e2e/driver/chromium-browser.ts';
import { startChromium } from '../e2e/driver/chromium-process.ts';
import { ChromiumProfile } from '../e2e/driver/chromium-profile.ts';
import { Targets } from '../e2e/driver/chromium-targets.ts';
import { buildForSandbox } from '../run/build.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts';
import { type Browser, Extension } from './extension.ts';
import { CLOCK, Ours } from './ours.ts';
import { watchPaint } from './paint.ts';

const OUTPUT = '.output/bench';
const BLANK = fileURLToPath(new URL('blank', import.meta.url));

/** An extension of ours, by what its sandbox is like. */
export interface Part extends SandboxOptions {
  sessions: number;
  /** Whether the clock of its background can be put ahead: a line is put before its script. */
  isAhead?: boolean;
}

/** What every measurement has at hand. */
export interface Stage<Name extends string> {
  browser: Browser;
  blank: Extension;
  /** By name, each with all its sessions listed, and quiet. */
  ours: Record<Name, Ours>;
}

/** Long enough for all of a measurement: nothing ends by itself. */
const LASTING: SandboxOptions = { plan: 'enterprise', minutesLeft: [600, 1_200] };

/** Sets the stage for a measurement and clears it afterwards. */
export async function withStage<Name extends string, Result>(
  parts: Record<Name, Part>,
  measure: (stage: Stage<Name>) => Promise<Result>,
): Promise<Result> {
  const undo: (() => unknown)[] = [];
  try {
    const cast = await prepare(parts, undo);
    const dirs = [BLANK, ...cast.map(({ dir }) => dir)];
    const browser = await launch(dirs, undo);
    const blank = await Extension.find(browser, BLANK);
    const ours = {} as Record<Name, Ours>;
    for (const { name, dir, sandbox } of cast) {
      ours[name] = await Ours.connect(await Extension.find(browser, dir), sandbox);
    }
    return await measure({ browser, blank, ours });
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

interface Cast<Name> {
  name: Name;
  dir: string;
  sandbox: Sandbox;
}

async function prepare<Name extends string>(
  parts: Record<Name, Part>,
  undo: (() => unknown)[],
): Promise<Cast<Name>[]> {
  const cast: Cast<Name>[] = [];
  for (const [name, { isAhead, ...options }] of Object.entries(parts) as [Name, Part][]) {
    const sandbox = await startSandbox({ ...LASTING, ...options });
    undo.push(() => sandbox.close());
    const dir = await realpath(await buildForSandbox(sandbox.baseUrl, join(OUTPUT, name)));
    if (isAhead) await putFirst(CLOCK, join(dir, 'background.js'));
    cast.push({ name, dir, sandbox });
  }
  return cast;
}

async function putFirst(line: string, file: string): Promise<void> {
  await writeFile(file, `${line}\n${await readFile(file, 'utf8')}`);
}

async function launch(dirs: string[], undo: (() => unknown)[]): Promise<Browser> {
  const profile = await ChromiumProfile.open(undefined);
  undo.push(profile.dispose);
  const chromium = await startChromium({
    ...usualSettings(),
    profileDir: profile.dir,
    env: profile.env,
  });
  undo.push(() => chromium.kill());
  const { rpc } = chromium;
  undo.push(() => rpc.close());
  const targets = await Targets.follow(rpc, (session, all) => {
    if (all.info(session.targetId)?.type !== 'service_worker') watchPaint(session);
  });
  for (const dir of dirs) await install(rpc, dir);
  return { rpc, targets };
}
