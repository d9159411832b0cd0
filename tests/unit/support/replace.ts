import { onTestFinished } from 'vitest';

/** Puts functions in the place of an object's own, until the test is finished. Not a spy of Vitest, since
 * that takes care of what it rejects. */
export function replace<T extends object>(
  object: T,
  functions: { [Name in keyof T]?: (...args: never[]) => unknown },
): void {
  const own = Object.getOwnPropertyDescriptors(object);
  Object.assign(object, functions);
  onTestFinished(() => {
    for (const name of Object.keys(functions)) Reflect.deleteProperty(object, name);
    Object.defineProperties(object, own);
  });
}
