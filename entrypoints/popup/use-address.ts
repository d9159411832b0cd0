/* What the address says is to be shown, at first and whenever somebody leads the page elsewhere. It
 * is taken out of the address at once: a page that is loaded again starts with the list. */
import { useEffect, useState } from 'preact/hooks';
import { type Target, targetOf } from '../../lib/surface/page.ts';

export function useAddress(): [target: Target | null, onArrived: () => void] {
  const [target, setTarget] = useState(takeTarget);
  useEffect(() => {
    const onHash = () => setTarget((was) => takeTarget() ?? was);
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);
  return [target, () => setTarget(null)];
}

function takeTarget(): Target | null {
  const target = targetOf(location.hash);
  if (location.hash) history.replaceState(null, '', location.pathname);
  return target;
}
