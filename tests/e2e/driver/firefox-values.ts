/** Values as WebDriver BiDi sends them, and as they are. */

export type RemoteValue =
  | { type: 'string' | 'boolean'; value: string | boolean }
  | { type: 'number'; value: number | 'NaN' | '-0' | 'Infinity' | '-Infinity' }
  | { type: 'array'; value: RemoteValue[] }
  | { type: 'object'; value: [string | RemoteValue, RemoteValue][] }
  | { type: 'undefined' | 'null' };

/** What JSON can hold of it; undefined for what is none of these types. */
export function plainOf(remote: RemoteValue): unknown {
  switch (remote.type) {
    case 'string':
    case 'boolean':
      return remote.value;
    case 'number':
      return Number(remote.value);
    case 'null':
      return null;
    case 'array':
      return remote.value.map(plainOf);
    case 'object':
      return Object.fromEntries(remote.value.map(([key, value]) => [key, plainOf(value)]));
    default:
      return undefined;
  }
}
