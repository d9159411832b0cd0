/* A walk through all views of a surface in a language: what is there for a person to see, for all
 * that looks at each (axe, our own checks, pictures). */
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { type Place, Scene } from './scene.ts';
import { type Stop, stopsOf } from './stops.ts';

/** An account without sessions: they come on the way. */
export const BEGINNING: SandboxOptions = { sessions: 0, plan: 'enterprise' };

/** Calls `visit` at each stop, or at the first `most` of them. It may look at the view as it likes, and
 * leaves it as it was. */
export async function walk(
  place: Place,
  visit: (stop: Stop, scene: Scene) => Promise<void>,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  const scene = new Scene(place);
  await scene.inSettings(undoForLong);
  await scene.open();
  for (const stop of stopsOf(place.surface).slice(0, most)) {
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
