/* Where and with what the figures were measured. */
import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { usualSettings } from '../e2e/driver/chromium.ts';
import { amount } from './lines.ts';

/** Machine and versions, a line each. */
export function machine(): string[] {
  const [processor] = cpus();
  return [
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${said('git', 'rev-parse', '--short', 'HEAD')}`,
    `${cpus().length} × ${processor?.model.trim() ?? 'processor unknown'}, ${amount(totalmem(), 'bytes')} memory, load ${loadavg()[0]?.toFixed(1)} at the end`,
    `${type()} ${release()}, Node ${process.versions.node}, ${said(usualSettings().executablePath, '--version')}, headless`,
  ];
}

function said(command: string, ...args: string[]): string {
  const { stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return stdout?.trim().split('\n')[0] || `${command} unknown`;
}
