/* The watchdog of the journeys. It lives in Playwright's own process, so that no journey can starve it:
 * a journey that outlives its time there is written up and its process killed. Playwright then counts
 * it as failed and goes on with the next. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FullProject, Reporter, TestCase } from '@playwright/test/reporter';
import { busyWith } from './busy-with.ts';
import { processOf, recordPath } from './record.ts';

interface Options {
  /** Milliseconds that a journey may take beyond its own timeout, to build and to clean up. */
  graceMs: number;
  /** Holds the titles of the journeys that are under way, for the process that watches the run. */
  runningFile: string;
}

export default class Watchdog implements Reporter {
  readonly #options: Options;
  readonly #timers = new Map<TestCase, NodeJS.Timeout>();

  constructor(options: Options) {
    this.#options = options;
  }

  printsToStdio(): boolean {
    return false; // the list of journeys is printed by another reporter
  }

  onTestBegin(test: TestCase): void {
    const limitMs = test.timeout + this.#options.graceMs;
    this.#timers.set(
      test,
      setTimeout(() => void this.#end(test, limitMs), limitMs),
    );
    this.#tell();
  }

  onTestEnd(test: TestCase): void {
    clearTimeout(this.#timers.get(test));
    this.#timers.delete(test);
    this.#tell();
  }

  async #end(test: TestCase, limitMs: number): Promise<void> {
    const project = test.parent.project() as FullProject;
    const path = recordPath(project.outputDir, project.name, test.title);
    const name = `[${project.name}] ${test.title}`;
    try {
      const { pid, debugPort } = processOf(path);
      const functions = await busyWith(pid, debugPort).catch((error: Error) => [error.message]);
      if (!this.#timers.has(test)) return; // it has ended meanwhile, and its process is at another
      const lines = [
        `Watchdog: ${name} was under way for ${limitMs / 1_000} s and is ended. It was in:`,
        ...(functions.length > 0 ? functions : ['nothing: it waits']).map((each) => `  ${each}`),
      ];
      appendFileSync(path, `${lines.join('\n')}\n`);
      process.stderr.write(`\n${lines.join('\n')}\nIts record: ${path}\n`);
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      process.stderr.write(`\nWatchdog: ${name} can't be ended: ${(error as Error).message}\n`);
    }
  }

  #tell(): void {
    const { runningFile } = this.#options;
    const titles = [...this.#timers.keys()].map((test) => test.titlePath().slice(1).join(' › '));
    mkdirSync(dirname(runningFile), { recursive: true });
    writeFileSync(runningFile, titles.join('\n'));
  }
}
