/* Views that a popup does not open with, loaded when they are first needed: the bytes of a popup are
 * read at each opening. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component that shows nothing until its module has come. */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const [, setLoaded] = useState(Loaded !== null);
    useEffect(() => {
      // Another of its kind may have had it loaded since this one was first shown.
      if (Loaded) return setLoaded(true);
      load().then((component) => {
        Loaded = component;
        setLoaded(true);
      });
    }, []);
    return Loaded && <Loaded {...props} />;
  };
}
