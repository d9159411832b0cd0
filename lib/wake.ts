/* Calling the background at an instant. An alarm wakes a dead worker, but Chromium lets one ring
 * 30 s from now at the earliest (developer.chrome.com, alarms API); a living worker is served by a
 * timer in the meantime (lib/background/engine.ts). */
import { browser } from 'wxt/browser';

/** `poll`: ask the API again. `drain`: end what is due. `repaint`: what is shown has changed by itself. */
export type Wake = 'poll' | 'drain' | 'repaint';

const WAKES: readonly string[] = ['poll', 'drain', 'repaint'] satisfies Wake[];

export function isWake(name: string): name is Wake {
  return WAKES.includes(name);
}

/** Rings once, in place of any earlier call of that name. */
export async function wakeAt(name: Wake, atMs: number, nowMs: number): Promise<void> {
  await browser.alarms.create(name, { when: Math.max(atMs, nowMs + 30_000) });
}
