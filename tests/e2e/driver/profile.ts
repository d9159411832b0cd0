/** The directory that a browser keeps a person's things in: made, and removed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export class Profile {
  readonly dir: string;
  /** Removed by `dispose`, or at the latest when this process exits. */
  readonly isTemporary: boolean;

  /** The given directory, or a temporary one whose name begins so. */
  constructor(prefix: string, dir: string | undefined) {
    this.isTemporary = dir === undefined;
    this.dir = dir === undefined ? mkdtempSync(join(tmpdir(), prefix)) : resolve(dir);
    if (this.isTemporary) process.once('exit', this.dispose);
  }

  /** What a browser leaves in the system's temporary directory when it is killed, such as Chromium its
   * lock's socket, goes with the profile. */
  get env(): NodeJS.ProcessEnv {
    return this.isTemporary ? { TMPDIR: this.dir } : {};
  }

  /** What the browser saves goes with the profile, and not among a person's own files. */
  get downloadDir(): string {
    return join(this.dir, 'Downloads');
  }

  async clearDownloads(): Promise<void> {
    await rm(this.downloadDir, { recursive: true, force: true });
  }

  readonly dispose = (): void => {
    process.off('exit', this.dispose);
    if (this.isTemporary) rmSync(this.dir, { recursive: true, force: true, maxRetries: 10 });
  };
}
