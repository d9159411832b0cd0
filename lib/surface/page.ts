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

export async function openPage(target: Target | null): Promise<void> {
  await browser.tabs.create({
    url: browser.runtime.getURL('/page.html') + (target ? hashOf(target) : ''),
  });
}
