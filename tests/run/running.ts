/* For vitest: keeps the files whose tests are under way in a file, so that the process that watches a
 * run can name them when it hangs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const RUNNING = 'test-results/running.txt';

export default class Running implements Reporter {
  readonly #running = new Set<string>();

  onTestModuleStart({ moduleId }: TestModule): void {
    this.#running.add(moduleId);
    this.#tell();
  }

  onTestModuleEnd({ moduleId }: TestModule): void {
    this.#running.delete(moduleId);
    this.#tell();
  }

  #tell(): void {
    mkdirSync(dirname(RUNNING), { recursive: true });
    const files = [...this.#running].map((path) => relative('.', path));
    writeFileSync(RUNNING, files.join('\n'));
  }
}
