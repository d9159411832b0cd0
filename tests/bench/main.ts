/* `npm run bench`: measures everything in one run and writes RESULTS.md. With names of measurements
 * behind it, only those, and writes nothing. Exit code 1: something could not be measured. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { firstPaint } from './first-paint.ts';
import { growth } from './growth.ts';
import { heap } from './heap.ts';
import { inTrouble } from './in-trouble.ts';
import { keystroke } from './keystroke.ts';
import type { Measured } from './lines.ts';
import { machine } from './machine.ts';
import { poll } from './poll.ts';
import { size } from './size.ts';
import { inOneLine, pageOf } from './table.ts';
import { terminate } from './terminate.ts';
import { unchanged } from './unchanged.ts';

const RESULTS = fileURLToPath(new URL('RESULTS.md', import.meta.url));

type Measurement = (say: (line: string) => void) => Promise<Measured>;

/** By name, in the order of the table. */
const MEASUREMENTS: Record<string, Measurement> = {
  'first-paint': firstPaint,
  'in-trouble': inTrouble,
  keystroke,
  terminate,
  poll,
  unchanged,
  size,
  heap,
  growth,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(MEASUREMENTS, name));
if (unknown.length > 0) {
  const names = Object.keys(MEASUREMENTS).join(', ');
  console.error(`There is no measurement ${unknown.join(', ')}; there are: ${names}.`);
  process.exit(2);
}
const startedMs = Date.now();
const measured: Measured[] = [];
for (const [name, measure] of Object.entries(MEASUREMENTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const say = (line: string) => console.log(`${elapsed()} ${name}: ${line}`);
  say('…');
  const result = await measure(say).catch((error: Error) => notMeasured(name, error));
  for (const line of result.lines) console.log(`  ${inOneLine(line)}`);
  for (const line of result.how) console.log(`    ${line}`);
  measured.push(result);
}
if (asked.length === 0) {
  await writeFile(RESULTS, pageOf(machine(), measured));
  console.log(`${elapsed()} written: ${RESULTS}`);
}
// Nothing may keep it from ending once all is measured.
process.exit();

/** One that fails must not take a quarter of an hour of others with it. */
function notMeasured(name: string, error: Error): Measured {
  console.error(error);
  process.exitCode = 1;
  const [why = ''] = error.message.split('\n');
  const line = { what: name, against: '', median: 'not measured', p95: '', reach: '' };
  return { lines: [{ ...line, isHeld: false }], how: [why] };
}

function elapsed(): string {
  const seconds = Math.round((Date.now() - startedMs) / 1_000);
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
}
