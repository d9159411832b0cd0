/* What the browser lets the extension do. To connect to the API: Firefox and Chromium let people
 * take that away (developer.mozilla.org, "permissions"; Chrome's "site access"). */
import { browser } from 'wxt/browser';

/** As the manifest asks for it, in the form that the permissions API takes. */
export function apiOrigins(): { origins: string[] } {
  return { origins: browser.runtime.getManifest().host_permissions ?? [] };
}

/** Whether it lets the extension show notifications, which a person may allow in the settings. */
export function mayNotify(): Promise<boolean> {
  return browser.permissions.contains({ permissions: ['notifications'] });
}

export function hasAccess(): Promise<boolean> {
  return browser.permissions.contains(apiOrigins());
}
