/* How a session's bytes came, in the room of a word; what it says is told beside it in numbers. */
import { sparkOf } from '../lib/surface/plot.ts';

const WIDTH = 44;
const HEIGHT = 14;
/** Half of the line's width, so that it is not cut off at the edges. */
const MARGIN = 1;
const BOX = { width: WIDTH - 2 * MARGIN, height: HEIGHT - 2 * MARGIN };

/** `values`: bytes in equal spans of time (`bytesBySpan`). Nothing for fewer than two. */
export function Sparkline({ values }: { values: number[] }) {
  const line = sparkOf(values, BOX);
  if (line === '') return null;
  return (
    <svg
      class="sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`${-MARGIN} ${-MARGIN} ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path d={line} />
    </svg>
  );
}
