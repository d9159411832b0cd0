/* A walk through all views of a surface in a language: what is there for a person to see, for all
 * that looks at each (axe, our own checks, pictures). */
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { type Place, Scene } from './scene.ts';
import { type Stop, stopsOf } from './stops.ts';

/** An account without sessions: they come on the way. */
export const BEGINNING: SandboxOptions = { sessions: 0, plan: 'enterprise' };

/** Calls `visit` at each stop, or at each up to the one that is called `last`. It may look at the view as
 * it likes, and leaves it as it was. @throws if there is no such stop, or it can't be reached */
export async function walk(
  place: Place,
  visit: (stop: Stop, scene: Scene) => Promise<void>,
  last?: string,
): Promise<void> {
  const all = stopsOf(place.surface);
  const end = last === undefined ? all.length : all.findIndex(({ name }) => name === last) + 1;
  if (end === 0) throw new Error(`No view is called "${last}"`);
  const scene = new Scene(place);
  await scene.inSettings(undoForLong);
  await scene.open();
  for (const stop of all.slice(0, end)) {
    try {
      await stop.arrive(scene);
      await visit(stop, scene);
      await stop.leave?.(scene);
    } catch (error) {
      throw new Error(`${place.surface}, at "${stop.name}": ${(error as Error).message}`);
    }
  }
  await scene.close();
}

/** Until all have looked at what can be undone. */
async function undoForLong(settings: Scene): Promise<void> {
  await settings.see('radio', 'options.seconds');
  const choices = await settings.view.find('radio', settings.place.words('options.seconds'));
  await choices.at(-1)?.click();
}
