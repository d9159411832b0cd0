/**
 * All sessions that were ever kept, by identity and in the order of a list: the oldest first. The
 * order is worked out once per change and not once per page, so that ten thousand are paged quickly.
 */
import { keyOf, type Life, type Product } from './session.ts';

export class Lives {
  readonly #byKey = new Map<string, Life>();
  #ordered: readonly Life[] | undefined;

  /** In the place of one with the same identity, if there is one. */
  keep(life: Life): void {
    this.#byKey.set(keyOf(life), life);
    this.#ordered = undefined;
  }

  get(product: Product, id: string): Life | undefined {
    return this.#byKey.get(keyOf({ product, id }));
  }

  oldestFirst(): readonly Life[] {
    this.#ordered ??= [...this.#byKey.values()].sort(
      (a, b) => a.startedAtMs - b.startedAtMs || (a.id < b.id ? -1 : 1),
    );
    return this.#ordered;
  }

  forget(isOver: (life: Life) => boolean): void {
    for (const life of this.oldestFirst().filter(isOver)) {
      this.#byKey.delete(keyOf(life));
      this.#ordered = undefined;
    }
  }
}
