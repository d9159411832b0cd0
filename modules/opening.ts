/* All that the popup opens with in one file: each file costs it a trip before its first row, and what
 * is shared with other pages would be in a dozen. */
import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';
import { defineWxtModule } from 'wxt/modules';

const SCRIPT = fileURLToPath(new URL('../entrypoints/popup/main.tsx', import.meta.url));

export default defineWxtModule({
  setup(wxt) {
    wxt.hook('vite:build:extendConfig', (entrypoints, { build }) => {
      const output = build?.rollupOptions?.output;
      const arePages = entrypoints.every(({ type }) => type !== 'background');
      if (!arePages || !output || Array.isArray(output)) return;
      output.codeSplitting = { groups: [{ name: nameOf(), debugName: 'opening' }] };
    });
  },
});

/** Names the chunk of what the script imports before it runs; leaves all else where it is. */
function nameOf() {
  let opening: Set<string> | null = null;
  return (id: string, modules: Rolldown.ChunkingContext) => {
    opening ??= importedBy(SCRIPT, modules);
    return opening.has(id) ? 'opening' : null;
  };
}

function importedBy(script: string, modules: Rolldown.ChunkingContext): Set<string> {
  const found = new Set([script]);
  for (const each of found) {
    for (const id of modules.getModuleInfo(each)?.importedIds ?? []) found.add(id);
  }
  // It runs where it is loaded, and the settings share much of what it imports.
  found.delete(script);
  return found;
}
