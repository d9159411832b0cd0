/* What a popup opens with, and the background, in bytes. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { opensWith } from '../build/bundle.ts';
import { buildForSandbox } from '../run/build.ts';
import { bounded, type Measured } from './lines.ts';

export async function size(): Promise<Measured> {
  const dir = await buildForSandbox('http://127.0.0.1:4010/v1', '.output/bench/size');
  const sizeOf = (file: string) => statSync(join(dir, file)).size;
  const opening = [...opensWith(dir, 'popup.html')].filter((file) => !file.endsWith('.html'));
  const bytes = opening.reduce((sum, file) => sum + sizeOf(file), 0);
  const one = { unit: 'bytes', judged: 'median' } as const;
  return {
    lines: [
      bounded({
        what: 'Popup’s script and style, minified',
        ...one,
        samples: [bytes],
        most: 60_000,
      }),
      bounded({
        what: 'Background, minified',
        ...one,
        samples: [sizeOf('background.js')],
        most: 45_000,
      }),
    ],
    how: [
      `Sizes of files as they are shipped, uncompressed: ${opening.length} files that \`popup.html\` names or that those import; what is loaded later is not in it.`,
    ],
  };
}
