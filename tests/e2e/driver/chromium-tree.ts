/** Finds elements in Chromium's own accessibility tree. */
import { ChromiumFound, type Surroundings } from './chromium-found.ts';
import type { Found, Name } from './driver.ts';
import { RpcError } from './rpc.ts';
import { nameMatches } from './waiting-view.ts';

/** Chromium's own words for roles that it calls otherwise. */
const OWN_WORDS: Record<string, string> = { img: 'image' };

interface AxNode {
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  backendDOMNodeId?: number;
}

interface AxAnswer {
  nodes: AxNode[];
}

/** Elements below `within` (or in the whole document) with this role and name, document order. */
export async function findInTree(
  view: Surroundings,
  role: string,
  name: Name | undefined,
  within: Found | undefined,
): Promise<Found[]> {
  const rootId = idOf(within);
  const nodes = await query(view, OWN_WORDS[role] ?? role, rootId);
  return nodes.flatMap(({ ignored, backendDOMNodeId, name: named }) => {
    const text = named?.value ?? '';
    const found = backendDOMNodeId !== undefined && backendDOMNodeId !== rootId;
    if (ignored || !found || !nameMatches(text, name)) return [];
    return [new ChromiumFound(view, backendDOMNodeId, role, text)];
  });
}

/** The element that has the keyboard; undefined if it is the page as a whole. */
export async function findFocused(view: Surroundings): Promise<Found | undefined> {
  const objectId = await view.session.handle('document.activeElement');
  if (objectId === undefined) return undefined;
  const { nodes } = await view.session.send<AxAnswer>('Accessibility.getPartialAXTree', {
    objectId,
    fetchRelatives: false,
  });
  const { ignored = true, role, name, backendDOMNodeId } = nodes[0] ?? {};
  if (ignored || !role || backendDOMNodeId === undefined) return undefined;
  if (role.value === 'RootWebArea') return undefined;
  return new ChromiumFound(view, backendDOMNodeId, role.value, name?.value ?? '');
}

async function query(
  { session }: Surroundings,
  role: string,
  rootId: number | undefined,
): Promise<AxNode[]> {
  try {
    const root =
      rootId === undefined
        ? { objectId: await session.handle('document') }
        : { backendNodeId: rootId };
    return (await session.send<AxAnswer>('Accessibility.queryAXTree', { role, ...root })).nodes;
  } catch (error) {
    // A document that is just being replaced, or a root that has left it, holds nothing.
    if (error instanceof RpcError && error.kind === 'refused') return [];
    throw error;
  }
}

function idOf(within: Found | undefined): number | undefined {
  if (within === undefined) return undefined;
  if (within instanceof ChromiumFound) return within.backendNodeId;
  throw new Error('`within` was found by another driver');
}
