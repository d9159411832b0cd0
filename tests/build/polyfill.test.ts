/* The polyfill as it is shipped: what the code calls of Chromium's API gives a promise. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { CALLED, leanPolyfill } from '../../modules/lean-polyfill.ts';

const PACKAGE = createRequire(import.meta.url).resolve('webextension-polyfill');
const source = readFileSync(PACKAGE, 'utf8');

/** What the polyfill gives a page whose browser has this API. */
function polyfilled(chrome: object) {
  const script = leanPolyfill(source).replace('export default module.exports;', 'module.exports');
  return runInNewContext(script, { chrome });
}

/** A method as Chromium once had them all. */
const byCallback = (...args: unknown[]) => (args.at(-1) as (answer: string) => void)('done');

test('all that the code calls of it is there', () => {
  const called = new Set<string>();
  for (const folder of ['lib', 'entrypoints', 'components']) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((name) => /\.tsx?$/.test(name))) {
      const text = readFileSync(join(folder, name), 'utf8');
      for (const [, method = ''] of text.matchAll(/\bbrowser\.(\w+\??\.\w+)\(/g)) {
        called.add(method.replace('?', ''));
      }
    }
  }
  const table = JSON.parse(/(?<=const apiMetadata = )\{.*?\n {6}\}(?=;)/s.exec(source)?.[0] ?? '');
  const wrapped = [...called].filter((method) => {
    const [namespace = '', name = ''] = method.split('.');
    return table[namespace]?.[name] !== undefined;
  });
  const kept = Object.entries(CALLED).flatMap(([namespace, names]) =>
    names.map((name) => `${namespace}.${name}`),
  );
  expect(kept.sort()).toEqual(wrapped.sort());
  const options = kept.flatMap((method) => {
    const [namespace = '', name = ''] = method.split('.');
    return Object.keys(table[namespace][name]);
  });
  expect([...new Set(options)], 'what else would have to be kept').toEqual(['minArgs', 'maxArgs']);
});

test.each(Object.entries(CALLED))('%s answers by promises', async (namespace, names) => {
  const methods = Object.fromEntries(names.map((name) => [name, byCallback]));
  const browser = polyfilled({ runtime: { id: 'us' }, [namespace]: { id: 'us', ...methods } });
  for (const name of names) {
    const args = name === 'update' ? [1, {}] : /All$|^open/.test(name) ? [] : [{}];
    expect(await browser[namespace][name](...args), name).toBe('done');
  }
});

test('storage answers by promises, and what it rejects with is an error', async () => {
  const runtime = { id: 'us', lastError: undefined as { message: string } | undefined };
  const browser = polyfilled({ runtime, storage: { local: { get: byCallback, set: byCallback } } });
  expect(await browser.storage.local.get(null)).toBe('done');
  runtime.lastError = { message: 'no room' };
  await expect(browser.storage.local.set({})).rejects.toThrow('no room');
});

test('a package that is built otherwise is told', () => {
  expect(() => leanPolyfill('export default {};')).toThrow('webextension-polyfill has changed');
});
