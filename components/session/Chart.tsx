/* A session's bytes from its start until now, or until its end. The same is said in words, as the
 * picture's name. */
import { i18n } from '#i18n';
import type { Point } from '../../lib/session/trace.ts';
import { formatBytes, formatTime } from '../../lib/surface/format.ts';
import { type Box, plotOf } from '../../lib/surface/plot.ts';

/** The drawing is stretched to the room there is; its lines are not. */
const BOX: Box = { width: 320, height: 100 };

interface ChartProps {
  /** By our own clock, in order. */
  points: Point[];
  startMs: number;
  endMs: number;
  /** It still runs: the end is now. */
  isRunning: boolean;
  /** A list has shown it. */
  isSeen: boolean;
}

export function Chart({ points, startMs, endMs, isRunning, isSeen }: ChartProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) {
    return <p class="hint">{i18n.t(isSeen ? 'detail.unknown' : 'detail.chartNone')}</p>;
  }
  const { line, area, lead, most } = plotOf(points, startMs, endMs, BOX);
  if (most === 0) return <p class="hint">{i18n.t('detail.chartNothing')}</p>;
  const name = i18n.t(isRunning ? 'detail.chartNameNow' : 'detail.chartName', [
    formatBytes(0),
    formatTime(startMs),
    formatBytes(first.bytes),
    formatTime(first.atMs),
    formatBytes(last.bytes),
    formatTime(endMs),
  ]);
  return (
    <div class="chart">
      <svg
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={name}
      >
        <path class="area" d={area} />
        <path class="lead" d={lead} vector-effect="non-scaling-stroke" />
        <path class="line" d={line} vector-effect="non-scaling-stroke" />
      </svg>
      <span class="most" aria-hidden="true">
        {formatBytes(most)}
      </span>
      <span class="start" aria-hidden="true">
        {formatTime(startMs)}
      </span>
      <span class="end" aria-hidden="true">
        {isRunning ? i18n.t('detail.chartNow') : formatTime(endMs)}
      </span>
    </div>
  );
}
