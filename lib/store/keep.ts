/* What is made of stored values, made once: ten thousand records are not parsed again because a
 * ledger has changed, and who works from them sees by the object that they are the same. */

export type Keep = <T>(name: string, parts: readonly unknown[], make: () => T) => T;

/** Gives what was made under a name last time, as long as it is to be made of the same parts. */
export function createKeep(): Keep {
  const kept = new Map<string, { parts: readonly unknown[]; value: unknown }>();
  return <T>(name: string, parts: readonly unknown[], make: () => T): T => {
    const last = kept.get(name);
    const isSame =
      last?.parts.length === parts.length && last.parts.every((each, i) => each === parts[i]);
    if (last && isSame) return last.value as T;
    const value = make();
    kept.set(name, { parts, value });
    return value;
  };
}
