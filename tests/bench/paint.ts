/* When a popup has painted what: read from the browser's own timeline of the page. A script that is
 * put into each page as it appears marks the first row of the list for that timeline; nothing of the
 * extension is changed. */
import type { CdpSession } from '../e2e/driver/chromium-targets.ts';
import { waitFor } from '../e2e/driver/wait.ts';

/** All in milliseconds from the page's start to when it was on the screen. */
export interface Painted {
  firstMs: number;
  /** The first screen of rows; null in a page without a list. */
  rowsMs: number | null;
  /** How many the list told of by then. */
  rows: number | null;
}

/** Rows that fill the first screen of a popup. */
const FIRST_SCREEN = 10;

/** Marks the first row once the first screen is in the page: before it is painted, so that the timeline
 * tells when that was. `rows` is what the list says it has by then. */
const WATCH = `(() => {
  if (location.protocol !== 'chrome-extension:' || globalThis.benchPaint) return;
  const seen = { rows: null, rowsMs: null, isLate: false };
  globalThis.benchPaint = seen;
  new PerformanceObserver((list) => {
    seen.rowsMs ??= list.getEntries()[0].renderTime;
  }).observe({ type: 'element', buffered: true });
  const look = () => {
    const grid = document.querySelector('[role="grid"]');
    const rows = Number(grid?.getAttribute('aria-rowcount') ?? 0) - 1;
    const shown = grid?.querySelectorAll('tbody tr') ?? [];
    if (rows < 1 || shown.length < Math.min(rows, ${FIRST_SCREEN})) return false;
    watcher.disconnect();
    seen.rows = rows;
    for (const part of shown[0].querySelectorAll('*')) part.setAttribute('elementtiming', 'row');
    return true;
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { childList: true, subtree: true });
  seen.isLate = look();
})()`;

/** Puts the script into a page that has just appeared: into the document that it has, and into the one
 * that comes in its place. */
export function watchPaint(session: CdpSession): void {
  const calls: [string, object][] = [
    ['Page.enable', {}],
    ['Page.addScriptToEvaluateOnNewDocument', { source: WATCH }],
    ['Runtime.evaluate', { expression: WATCH }],
  ];
  for (const [method, params] of calls) session.send(method, params).catch(() => {}); // it may have gone
}

const READ = `({
  firstMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  ...globalThis.benchPaint,
})`;

type Reading = Omit<Painted, 'firstMs'> & { firstMs: number | null; isLate: boolean };

/** What a page has painted, once that is all. @throws where that was before it could be watched */
export async function readPaint(session: CdpSession, hasList: boolean): Promise<Painted> {
  const { isLate, ...painted } = await waitFor(
    hasList ? 'rows to be painted' : 'the first paint',
    () => session.evaluate<Reading>(READ),
    (read): read is Reading & Painted =>
      read.firstMs !== null && (!hasList || read.rowsMs !== null),
    { timeoutMs: 60_000 },
  );
  if (isLate) throw new Error('The popup had painted before it could be watched');
  return painted;
}
