import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { saveFileFromPopup } from '../../lib/actions.ts';
import { browser } from './support/browser.ts';

const FILE = { name: 'sessions.csv', type: 'text/csv;charset=utf-8', text: '\ufeffid\r\nä\r\n' };

/** A page, as far as it saves files. `saved`: by name, what it had the browser save. */
function page() {
  const saved: Record<string, Blob | undefined> = {};
  const blobs = new Map<string, Blob>();
  return {
    saved,
    blobs,
    Blob,
    URL: {
      createObjectURL(blob: Blob) {
        blobs.set('blob:file', blob);
        return 'blob:file';
      },
      revokeObjectURL: (url: string) => blobs.delete(url),
    },
    document: {
      createElement: () => ({
        href: '',
        download: '',
        click() {
          saved[this.download] = blobs.get(this.href);
        },
      }),
    },
  };
}

describe('a file is saved from a popup', () => {
  const own = page();

  beforeEach(() => {
    vi.stubGlobal('document', own.document);
    vi.stubGlobal('URL', own.URL);
  });

  afterEach(() => {
    delete own.saved[FILE.name];
    Object.assign(browser.runtime, { getBackgroundPage: undefined });
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  function backgroundIs(background: object, getBackgroundPage = vi.fn()) {
    vi.spyOn(browser.runtime, 'getManifest').mockReturnValue({ background } as never);
    Object.assign(browser.runtime, { getBackgroundPage });
  }

  test('by Firefox’s background page, which stays when the popup closes', async () => {
    const background = page();
    backgroundIs(
      { scripts: ['background.js'] },
      vi.fn(async () => background),
    );
    await saveFileFromPopup(FILE);
    const blob = background.saved[FILE.name];
    expect(blob?.type).toBe(FILE.type);
    expect(Buffer.from((await blob?.arrayBuffer()) as ArrayBuffer).toString()).toBe(FILE.text);
    expect(own.saved).toEqual({});
    expect(background.blobs.size, 'addresses left').toBe(0);
  });

  test.each([
    ['is private', async () => null],
    ['can’t reach its background page', () => Promise.reject(new Error('no'))],
  ])('by the popup itself in Firefox where that %s', async (_, getBackgroundPage) => {
    backgroundIs({ scripts: ['background.js'] }, vi.fn(getBackgroundPage));
    await saveFileFromPopup(FILE);
    expect(own.saved[FILE.name]?.type).toBe(FILE.type);
  });

  test('by the popup itself in Chromium, before anything else happens', () => {
    backgroundIs({ service_worker: 'background.js' });
    void saveFileFromPopup(FILE);
    expect(own.saved[FILE.name]?.type).toBe(FILE.type);
    expect(own.blobs.size, 'addresses left').toBe(0);
  });

  test('or it rejects with the reason why not', async () => {
    backgroundIs({ service_worker: 'background.js' });
    vi.stubGlobal('URL', {
      createObjectURL() {
        throw new Error('no memory');
      },
    });
    await expect(saveFileFromPopup(FILE)).rejects.toThrow('no memory');
  });
});
