/* Handlers that stay the same functions from one rendering to the next and do what the latest one would
 * have them do: who is given them need not be rendered again because of them. */
import { useRef } from 'preact/hooks';

// biome-ignore lint/suspicious/noExplicitAny: each is called as it was
type Handlers = { [name: string]: (...args: any[]) => unknown };

export function useLatest<Of extends { [Name in keyof Of]: Handlers[string] }>(handlers: Of): Of {
  const latest = useRef(handlers);
  latest.current = handlers;
  const stable = useRef<Of | null>(null);
  stable.current ??= Object.fromEntries(
    (Object.keys(handlers) as (keyof Of & string)[]).map((name) => [
      name,
      (...args: unknown[]) => latest.current[name](...args),
    ]),
  ) as Of;
  return stable.current;
}
