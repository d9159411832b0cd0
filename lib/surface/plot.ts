/* The geometry of the two small charts, as SVG path data. Whatever numbers come in, nothing is drawn
 * outside of its box. */
import type { Point } from '../session/trace.ts';

export interface Box {
  width: number;
  height: number;
}

export interface Plot {
  /** Through all points, and level from the last one on. */
  line: string;
  /** Between the line and the ground. */
  area: string;
  /** From nothing at the start to the first point: what came between was not seen. */
  lead: string;
  /** The highest of the points, in bytes. */
  most: number;
}

type Place = [x: number, y: number];

/** Bytes over the time from `fromMs` to `toMs`. The ground is 0 bytes, the highest point touches the
 * top. `points`: in order, at least one. */
export function plotOf(points: Point[], fromMs: number, toMs: number, box: Box): Plot {
  const most = points.reduce((high, { bytes }) => Math.max(high, bytes), 0);
  const places = points.map(
    ({ atMs, bytes }): Place => [
      share(atMs - fromMs, toMs - fromMs) * box.width,
      (1 - share(bytes, most)) * box.height,
    ],
  );
  const [firstX, firstY] = places[0] ?? [0, box.height];
  const lastY = places.at(-1)?.[1] ?? box.height;
  const line: Place[] = [...places, [box.width, lastY]];
  return {
    line: path(line),
    area: `${path([[firstX, box.height], ...line, [box.width, box.height]])}Z`,
    lead: path([
      [0, box.height],
      [firstX, firstY],
    ]),
    most,
  };
}

/** Values at equal distances, the highest at the top; empty for fewer than two. */
export function sparkOf(values: number[], { width, height }: Box): string {
  if (values.length < 2) return '';
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  return path(
    values.map((value, index) => [
      (index / (values.length - 1)) * width,
      (1 - share(value, most)) * height,
    ]),
  );
}

/** From 0 to 1; of nothing, nothing. */
function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}

function path(places: Place[]): string {
  return `M${places.map(([x, y]) => `${tenths(x)} ${tenths(y)}`).join('L')}`;
}

function tenths(length: number): number {
  return Math.round(length * 10) / 10;
}
