/* Where else the view can be opened from where it is: in a tab, or beside the pages of the web, in
 * what Chrome calls side panel and Firefox sidebar. */
import { browser } from 'wxt/browser';
import { openPage } from './page.ts';

export interface Elsewhere {
  where: 'page' | 'sidePanel' | 'sidebar';
  /** Browsers open a panel only from within a click or a key. */
  open: () => Promise<void>;
}

/** What the documents of entrypoints/ say of themselves. */
export type Surface = 'popup' | 'page' | 'panel';

export function elsewhere(from: Surface): Elsewhere[] {
  const page: Elsewhere = { where: 'page', open: () => openPage(null) };
  return [...(from === 'page' ? [] : [page]), ...(from === 'panel' ? [] : panels())];
}

function panels(): Elsewhere[] {
  // Firefox's, which the types of the others lack.
  const { sidebarAction } = browser as { sidebarAction?: { open: () => Promise<void> } };
  if (sidebarAction) return [{ where: 'sidebar', open: () => sidebarAction.open() }];
  if (!browser.sidePanel) return [];
  return [{ where: 'sidePanel', open: openSidePanel }];
}

async function openSidePanel(): Promise<void> {
  const { id } = await browser.windows.getCurrent();
  if (id !== undefined) await browser.sidePanel.open({ windowId: id });
}
