/* Reading a zip, as far as WXT writes them: no encryption, no zip64. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const DEFLATED = 8;

/** Writes all files of a zip into `directory`. @throws where it is no such zip */
export function unzip(path: string, directory: string): void {
  for (const { name, content } of entriesOf(readFileSync(path))) {
    const file = join(directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function* entriesOf(zip: Buffer): Generator<{ name: string; content: Buffer }> {
  const end = zip.length - 22; // a comment would follow; there is none
  if (zip.readUInt32LE(end) !== END) throw new Error('This is no zip without a comment.');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((it) =>
      zip.readUInt16LE(at + it),
    ) as [number, number, number];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    yield { name, content: contentAt(zip, at) };
    at += 46 + nameLength + extraLength + commentLength;
  }
}

/** Of the entry whose record in the zip's table stands at `at`. */
function contentAt(zip: Buffer, at: number): Buffer {
  const isDeflated = zip.readUInt16LE(at + 10) === DEFLATED;
  const size = zip.readUInt32LE(at + 20);
  const local = zip.readUInt32LE(at + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const stored = zip.subarray(start, start + size);
  return isDeflated ? inflateRawSync(stored) : stored;
}
