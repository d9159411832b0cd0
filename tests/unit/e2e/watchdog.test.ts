import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CONFIG = 'tests/e2e/watchdog/spinning/playwright.config.ts';

/** Generous: it waits for a whole run of Playwright. */
const LIMIT_MS = 110_000;

test('a journey that spins is ended and named, and the run goes on and fails', {
  timeout: LIMIT_MS + 10_000,
}, async () => {
  const output = mkdtempSync(join(tmpdir(), 'spinning-'));
  try {
    const { code, printed } = await playSpinning(output);
    expect(code, printed).toBe(1);
    expect(printed).toContain('Watchdog: [spinning] a journey that spins was under way for 2 s');
    expect(printed).toContain('1 failed');
    expect(printed).toContain('1 passed');
    const record = readFileSync(
      join(output, 'records', 'spinning-a-journey-that-spins.txt'),
      'utf8',
    );
    expect(record).toContain('browser: the last call');
    expect(record).toMatch(/spinForEver at \S+spinning\.ts:\d+/);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
});

function playSpinning(output: string): Promise<{ code: unknown; printed: string }> {
  const env = { ...process.env, SPINNING_OUTPUT: output };
  return new Promise((resolve) => {
    const args = ['playwright', 'test', '--config', CONFIG];
    execFile('npx', args, { env, timeout: LIMIT_MS }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, printed: `${stdout}\n${stderr}` });
    });
  });
}
