/* A sub-user as a person knows it. */
import type { Subuser } from '../store/state.ts';
import { plain } from './plain.ts';

/** Its label, else its name, else the id, as far as the sub-users could be read. `most`: graphemes. */
export function subuserWords(id: string | null, subuser: Subuser | null, most?: number): string {
  const names = [subuser?.label, subuser?.name, id].filter((name) => name?.trim());
  return plain(names[0] ?? '–', most);
}
