import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { PRODUCTS } from '../../../lib/api/schemas.ts';
import { refOf } from '../../../lib/session/ref.ts';
import { hashOf, openPage, type Target, targetOf } from '../../../lib/surface/page.ts';
import { browser } from '../support/browser.ts';

const session = fc
  .record({
    product: fc.constantFrom(...PRODUCTS),
    id: fc.string({ unit: 'grapheme', minLength: 1 }),
  })
  .map((identity): Target => ({ kind: 'session', ref: refOf(identity) }));
const target = fc.oneof(session, fc.constantFrom<Target>({ kind: 'history' }, { kind: 'notices' }));

describe('an address', () => {
  test('leads back to what it was made for, whatever a session is called', () => {
    fc.assert(
      fc.property(target, (one) => {
        const { hash } = new URL(`https://x.test/page.html${hashOf(one)}`);
        expect(targetOf(hash)).toEqual(one);
      }),
    );
  });

  test('that anybody made up leads to the list, or to what could be a session', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const found = targetOf(`#${text}`);
        if (found !== null) expect(targetOf(hashOf(found))).toEqual(found);
      }),
    );
    for (const hash of [
      '',
      '#',
      '#session=',
      '#session=residential:',
      '#session=isp:ses_1',
      '#%',
    ]) {
      expect(targetOf(hash)).toBeNull();
    }
  });
});

describe('the page', () => {
  const PAGE = browser.runtime.getURL('/page.html');
  const create = vi.fn(async () => {});
  const update = vi.fn(async () => {});
  const focus = vi.fn(async () => {});
  const open = (...urls: string[]) =>
    Object.assign(browser.runtime, {
      getContexts: async () =>
        urls.map((documentUrl, index) => ({ documentUrl, tabId: index + 1, windowId: 7 })),
    });

  beforeEach(() => {
    vi.clearAllMocks();
    Object.assign(browser.tabs, { create, update });
    Object.assign(browser.windows, { update: focus });
  });

  test('is opened in a new tab, at what is asked for', async () => {
    open(browser.runtime.getURL('/options.html'));
    await openPage({ kind: 'history' });
    expect(create).toHaveBeenCalledWith({ url: `${PAGE}#history` });
    expect(update).not.toHaveBeenCalled();
  });

  test('that is open already is shown, and led there', async () => {
    open(browser.runtime.getURL('/options.html'), `${PAGE}#history`);
    await openPage({ kind: 'session', ref: 'mobile:ses_1' });
    const url = `${PAGE}#session=mobile%3Ases_1`;
    expect(update).toHaveBeenCalledWith(2, { active: true, url });
    expect(focus).toHaveBeenCalledWith(7, { focused: true });
    expect(create).not.toHaveBeenCalled();
  });

  test('that is open already stays where it is, if nothing is asked for', async () => {
    open(PAGE);
    await openPage(null);
    expect(update).toHaveBeenCalledWith(1, { active: true });
  });
});
