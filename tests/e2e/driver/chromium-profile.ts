/**
 * A profile of Chromium, and what it holds of an extension.
 *
 * The driver installs the extension by `Extensions.loadUnpacked`, and not by `--load-extension`: that
 * flag installs anew at every start, so that `onInstalled` fires instead of `onStartup`, and alarms are
 * gone. Either way it is gone at the next start, so `keepInstalled` rewrites its record as a person's
 * "Load unpacked" would leave it.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { Profile } from './profile.ts';

interface ExtensionRecord {
  location?: number;
  path?: string;
  /** Bits. */
  creation_flags?: number;
  /** What a person has agreed to once: it is granted again without a question. */
  runtime_granted_permissions?: Record<string, string[]>;
}

interface Preferences {
  download?: { default_directory?: string; prompt_for_download?: boolean };
  /** By storage partition, `x` being the one of tabs and popups; in steps of a fifth. */
  partition?: { default_zoom_level?: Record<string, number> };
  extensions?: {
    settings?: Record<string, ExtensionRecord>;
    ui?: { developer_mode?: boolean };
  };
}

/** Chromium's `ManifestLocation`. */
const UNPACKED = 4;
/** The bit that `Extensions.loadUnpacked` sets: such an extension is not loaded at the next start. */
const UNTIL_IT_QUITS = 1 << 15;

/** Scripts by which Chromium takes an extension that is removed out of the desktop's menus, where none
 * of ours ever is. They start eighty processes, which took a quarter of a short journey's time. */
const DESKTOP_SCRIPTS = ['xdg-icon-resource', 'xdg-desktop-menu'];

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
    await profile.#prepare();
    return profile;
  }

  /** The desktop's scripts are found here first, and do nothing. */
  override get env(): NodeJS.ProcessEnv {
    return { ...super.env, PATH: [this.#scriptDir, process.env.PATH].join(delimiter) };
  }

  /** Whether it holds the extension: Chromium saves its record only 10 s after a change, or when it
   * quits. */
  async isInstalled(extensionDir: string): Promise<boolean> {
    const preferences = await this.#preferences().catch(() => undefined);
    const record = preferences?.extensions?.settings?.[await idOfUnpacked(extensionDir)];
    if (record?.location !== UNPACKED || record.path !== extensionDir) return false;
    return ((record.creation_flags ?? 0) & UNTIL_IT_QUITS) === 0;
  }

  /** Has the extension loaded at the next start, too, as after "Load unpacked". To be called when
   * Chromium has quit. @throws Error if there is no record of it. */
  async keepInstalled(extensionDir: string): Promise<void> {
    const preferences = await this.#preferences();
    const record = preferences.extensions?.settings?.[await idOfUnpacked(extensionDir)];
    if (!record) throw new Error(`The profile ${this.dir} holds no record of ${extensionDir}`);
    record.creation_flags = (record.creation_flags ?? 0) & ~UNTIL_IT_QUITS;
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

  async askWhereToSave(): Promise<void> {
    const preferences = await this.#preferences();
    preferences.download = { ...preferences.download, prompt_for_download: true };
    await writeFile(this.#file, JSON.stringify(preferences));
  }

  /** Has all pages shown so many times larger. */
  async zoom(factor: number): Promise<void> {
    const preferences = await this.#preferences();
    preferences.partition = { default_zoom_level: { x: Math.log(factor) / Math.log(1.2) } };
    await writeFile(this.#file, JSON.stringify(preferences));
  }

  async #prepare(): Promise<void> {
    await this.#prefer();
    await rm(this.#scriptDir, { recursive: true, force: true });
    await mkdir(this.#scriptDir);
    for (const name of DESKTOP_SCRIPTS) await symlink('/bin/true', join(this.#scriptDir, name));
  }

  /** Where files are saved, by preference and not by protocol: told by that, Chromium saves over what
   * has the same name. And that unpacked extensions may run. */
  async #prefer(): Promise<void> {
    const preferences = await this.#preferences().catch((): Preferences => ({}));
    preferences.download = { ...preferences.download, default_directory: this.downloadDir };
    // Unpacked extensions are switched off at the next start without it.
    const ui = { ...preferences.extensions?.ui, developer_mode: true };
    preferences.extensions = { ...preferences.extensions, ui };
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(this.#file, JSON.stringify(preferences));
  }

  get #scriptDir(): string {
    return join(this.dir, 'scripts');
  }

  get #file(): string {
    return join(this.dir, 'Default', 'Preferences');
  }

  async #preferences(): Promise<Preferences> {
    return JSON.parse(await readFile(this.#file, 'utf8')) as Preferences;
  }
}
