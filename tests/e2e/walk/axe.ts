/* What axe finds in a view. Its source is evaluated in the page, as our driver is no Playwright page. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { View } from '../driver/driver.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Contrast depends on the theme; target sizes and scrolling depend on the room; all other rules depend on
 * neither. `target-size` is the slowest of them. */
export type RuleSet = 'all-but-sizes' | 'colors' | 'sizes';

const RULES: Record<RuleSet, object> = {
  'all-but-sizes': { runOnly: TAGS, rules: { 'target-size': { enabled: false } } },
  colors: { runOnly: { type: 'rule', values: ['color-contrast'] } },
  sizes: { runOnly: { type: 'rule', values: ['target-size', 'scrollable-region-focusable'] } },
};

/** What is under a modal dialog, or set aside by `inert`, is out of reach; it was looked at before. */
const CONTEXT = `(document.querySelector('dialog:modal') ?? { exclude: [['[inert]']] })`;

/** One sentence for each element that breaks a rule: the rule, where, and what is to be done. */
export async function axe(view: View, rules: RuleSet): Promise<string[]> {
  if (!(await view.evaluate<boolean>('"axe" in globalThis'))) {
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    await view.evaluate(`${await readFile(source, 'utf8')}; undefined`);
  }
  const options = JSON.stringify({ ...RULES[rules], resultTypes: ['violations'] });
  return view.evaluate<string[]>(`axe.run(${CONTEXT}, ${options}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      id + ' at ' + target.join(' ') + ': ' + failureSummary.replaceAll(/\\s+/g, ' '))))`);
}
