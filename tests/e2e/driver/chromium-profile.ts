/**
 * A profile of Chromium, and how an extension stays installed in it.
 *
 * `--load-extension` installs anew at every start: `onInstalled` instead of `onStartup`, alarms gone.
 * No restart of a user's browser is like that. So the flag serves for the first run only; then the
 * profile's record of the extension is changed from "command line" to "unpacked", which is what
 * "Load unpacked" writes, and from there on Chromium starts it as it does for a user.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Profile } from './profile.ts';

interface ExtensionRecord {
  location?: number;
  path?: string;
  /** What a person has agreed to once: it is granted again without a question. */
  runtime_granted_permissions?: Record<string, string[]>;
}

interface Preferences {
  download?: { default_directory?: string };
  /** By storage partition, `x` being the one of tabs and popups; in steps of a fifth. */
  partition?: { default_zoom_level?: Record<string, number> };
  extensions?: {
    settings?: Record<string, ExtensionRecord>;
    ui?: { developer_mode?: boolean };
  };
}

/** Chromium's `ManifestLocation`. */
const UNPACKED = 4;

/** The id of an unpacked extension: it comes from the manifest's `key`, or else the directory. */
export async function idOfUnpacked(extensionDir: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(extensionDir, 'manifest.json'), 'utf8')) as {
    key?: string;
  };
  const source = manifest.key ? Buffer.from(manifest.key, 'base64') : await realpath(extensionDir);
  const hex = createHash('sha256').update(source).digest('hex').slice(0, 32);
  return hex.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

export class ChromiumProfile extends Profile {
  /** The given directory, or a temporary one. */
  static async open(dir: string | undefined): Promise<ChromiumProfile> {
    const profile = new ChromiumProfile('chromium-', dir);
    await profile.#saveInside();
    return profile;
  }

  /** Whether it holds the extension as installed, so that no flag is needed to load it. */
  async isInstalled(extensionDir: string): Promise<boolean> {
    const preferences = await this.#preferences().catch(() => undefined);
    const record = preferences?.extensions?.settings?.[await idOfUnpacked(extensionDir)];
    return record?.location === UNPACKED && record.path === extensionDir;
  }

  /** Turns a loaded extension into an installed one. To be called when Chromium has quit: it saves
   * its record only 10 s after a change, or then. @throws Error if there is no record. */
  async keepInstalled(extensionDir: string): Promise<void> {
    const preferences = await this.#preferences();
    const record = preferences.extensions?.settings?.[await idOfUnpacked(extensionDir)];
    if (!preferences.extensions || !record) {
      throw new Error(`The profile ${this.dir} holds no record of ${extensionDir}`);
    }
    record.location = UNPACKED;
    record.path = extensionDir;
    // Unpacked extensions are switched off without it.
    preferences.extensions.ui = { ...preferences.extensions.ui, developer_mode: true };
    await writeFile(this.#file, JSON.stringify(preferences));
  }

  /** As if a person had let the extension show notifications once. To be called before it starts. */
  async sayYes(extensionDir: string): Promise<void> {
    const preferences = await this.#preferences();
    const id = await idOfUnpacked(extensionDir);
    const settings = preferences.extensions?.settings;
    const agreed = { api: ['notifications'], explicit_host: [] };
    const none = { manifest_permissions: [], scriptable_host: [] };
    const record = { ...settings?.[id], runtime_granted_permissions: { ...agreed, ...none } };
    preferences.extensions = { ...preferences.extensions, settings: { ...settings, [id]: record } };
    await writeFile(this.#file, JSON.stringify(preferences));
  }

  /** Has all pages shown so many times larger. */
  async zoom(factor: number): Promise<void> {
    const preferences = await this.#preferences();
    preferences.partition = { default_zoom_level: { x: Math.log(factor) / Math.log(1.2) } };
    await writeFile(this.#file, JSON.stringify(preferences));
  }

  /** By preference and not by protocol: told by that, Chromium saves over what has the same name. */
  async #saveInside(): Promise<void> {
    const preferences = await this.#preferences().catch((): Preferences => ({}));
    preferences.download = { ...preferences.download, default_directory: this.downloadDir };
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(this.#file, JSON.stringify(preferences));
  }

  get #file(): string {
    return join(this.dir, 'Default', 'Preferences');
  }

  async #preferences(): Promise<Preferences> {
    return JSON.parse(await readFile(this.#file, 'utf8')) as Preferences;
  }
}
