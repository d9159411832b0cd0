/** For private use: a browser takes a NUL out of a message. */
const PLACE = '\ue000';

/** The parts of a message around what stands in it, which is elsewhere in each language. `message` is
 * given what marks the place. */
export function around(message: (place: string) => string): string[] {
  return message(PLACE).split(PLACE);
}
