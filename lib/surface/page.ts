/* The full page: the popup's view in a tab, opened at something. What it is opened at stands behind
 * its address's `#`, so that a page that is open already can be led there. */
import { browser } from 'wxt/browser';
import { parseRef, type Ref, refOf } from '../session/ref.ts';

/** Null: the list. */
export type Target = { kind: 'session'; ref: Ref } | { kind: 'history' } | { kind: 'notices' };

const SESSION = 'session=';

/** The part of an address behind its `#`, and back. */
export function hashOf(target: Target): string {
  return target.kind === 'session'
    ? `#${SESSION}${encodeURIComponent(target.ref)}`
    : `#${target.kind}`;
}

export function targetOf(hash: string): Target | null {
  const name = hash.replace(/^#/, '');
  if (name === 'history' || name === 'notices') return { kind: name };
  if (!name.startsWith(SESSION)) return null;
  const identity = parseRef(decoded(name.slice(SESSION.length)));
  return identity && { kind: 'session', ref: refOf(identity) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Shows the full page: the one that is open already, led to what is asked for, or else a new one. */
export async function openPage(target: Target | null): Promise<void> {
  const address = browser.runtime.getURL('/page.html');
  const url = address + (target ? hashOf(target) : '');
  // Unlike a query of tabs, this needs no permission in any browser.
  const contexts = await browser.runtime.getContexts({ contextTypes: ['TAB'] });
  const page = contexts.find(({ documentUrl }) => documentUrl?.split('#')[0] === address);
  if (!page) return void (await browser.tabs.create({ url }));
  await browser.tabs.update(page.tabId, { active: true, ...(target && { url }) });
  await browser.windows.update(page.windowId, { focused: true });
}
