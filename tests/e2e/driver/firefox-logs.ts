/** What Firefox notes, in the driver's words. */
import type { LogEntry } from './driver.ts';
import type { News } from './firefox-browser.ts';

type Logged = Extract<News, { logged: unknown }>['logged'];

const LEVELS: Record<string, LogEntry['level']> = {
  debug: 'debug',
  warn: 'warning',
  error: 'error',
  assert: 'error',
};

export function logEntry({ url, category, level, text, atMs }: Logged): LogEntry {
  return {
    where: placeOf(url),
    source: sourceOf({ category, level, text }),
    level: LEVELS[level] ?? 'info',
    text,
    atMs,
  };
}

/** What Firefox tells developers of any page of this kind. Scroll-linked: rows of a long list are put
 * where they are seen, as they are scrolled to. */
export function isAdvice({ text }: Logged): boolean {
  return text.includes('scroll-linked positioning effect');
}

/** What was asked of the browser while it ended the background, or closed a page, is answered
 * to nobody. */
const ENDED_MEANWHILE = /^Promise (resolved|rejected) (while|after) context (is inactive|unloaded)/;

function placeOf(url: string): string {
  const path = new URL(url).pathname.slice(1);
  const isBackground = path === '_generated_background_page.html' || path === 'background.js';
  return isBackground ? 'background' : path;
}

/** By nsIScriptError's categories. */
function sourceOf({ category, level, text }: Omit<Logged, 'url' | 'atMs'>): LogEntry['source'] {
  if (category === 'console') return 'console';
  if (ENDED_MEANWHILE.test(text)) return 'ending';
  if (category.startsWith('CORS')) return 'network';
  const isScript = category === 'content javascript' || category === 'chrome javascript';
  return isScript && level === 'error' ? 'exception' : 'browser';
}
