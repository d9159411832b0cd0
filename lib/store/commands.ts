/* What people asked for, read without the lists: one of 10,000 sessions takes a tenth of a second to
 * read and parse, and five hundred ends must not cost a minute of that. */
import { browser } from 'wxt/browser';
import { PRODUCTS, type Product, type Session } from '../api/schemas.ts';
import type { Identity, Ref } from '../session/ref.ts';
import * as items from './items.ts';
import { type Commands, parseCommands, parseFamily, type RawState } from './state.ts';

/** All commands, as of one instant. `listed`: a session as its list had it then, which is looked
 * at only when that is asked for; null if it had not. */
export interface Work {
  commands: Commands;
  listed: (identity: Identity) => Session | null;
  /** Products whose list is there: it may have had to make room. */
  lists: Product[];
  /** Intents that were made under an account other than the present one. */
  strangers: Ref[];
}

export async function readWork(): Promise<Work> {
  const local = await browser.storage.local.get(null);
  const commands = parseCommands(local);
  const strangers = [...parseFamily(items.intents, local)]
    .filter(([, { owner }]) => owner !== commands.owner)
    .map(([ref]) => ref as Ref);
  const lists = PRODUCTS.filter((product) => items.listOf(product).key in local);
  return { commands, listed: lookUpIn(local), lists, strangers };
}

/** The same for one session alone, without any other. */
export async function readCommand(ref: Ref): Promise<Commands> {
  const own = [items.intents.item(ref), items.attempts.item(ref)];
  return parseCommands(await browser.storage.local.get([...COMMON, ...own].map(({ key }) => key)));
}

const COMMON: { key: string }[] = [
  items.owner,
  items.account,
  items.ledger,
  items.limit,
  items.settings,
  items.products,
  items.pause,
  items.readOnly,
  items.access,
  ...PRODUCTS.map(items.listStatusOf),
];

function lookUpIn(local: RawState['local']): Work['listed'] {
  const lists = new Map<Product, Map<string, Session>>();
  return ({ product, id }) => {
    const item = items.listOf(product);
    const list =
      lists.get(product) ??
      new Map(item.parse(local[item.key])?.sessions.map((session) => [session.id, session]));
    lists.set(product, list);
    return list.get(id) ?? null;
  };
}
