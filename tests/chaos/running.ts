/* Loops that read the sandbox alone, or that try again whatever fails, do not notice that their
 * browser is gone. */
import type { Driver } from '../e2e/driver/driver.ts';

/** Returns a check for such loops. It throws once the browser has ended for good; a crash by plan, after
 * which it is started again, does not count. */
export function runningCheck(browser: Pick<Driver, 'ended'>): () => void {
  let hasEnded = false;
  void browser.ended.then(() => {
    hasEnded = true;
  });
  return () => {
    if (hasEnded) throw new Error('The browser has ended, so nothing more can happen');
  };
}
