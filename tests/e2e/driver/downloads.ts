/** The folder that a browser saves files to. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download } from './driver.ts';

/** What is under way, as Chromium and Firefox name it. */
const UNFINISHED = /\.(crdownload|part|tmp)$|^\.(com|org)\./;

/** The complete files in it, the oldest first; none if there is no such folder yet. */
export async function readDownloads(dir: string): Promise<Download[]> {
  const names = await readdir(dir).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => !UNFINISHED.test(name))
      .map(async (name) => {
        const path = join(dir, name);
        const [{ mtimeMs }, text] = await Promise.all([stat(path), readFile(path, 'utf8')]);
        return { name, text, mtimeMs };
      }),
  );
  return files.sort((a, b) => a.mtimeMs - b.mtimeMs).map(({ name, text }) => ({ name, text }));
}
