import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Broken } from '../../components/Broken.tsx';
import { lazily } from '../../components/lazily.tsx';
import { Popup } from '../../components/Popup.tsx';
import { useNow } from '../../components/use-now.ts';
import { usePatience } from '../../components/use-patience.ts';
import type { SessionFilter } from '../../lib/api/client.ts';
import { trust } from '../../lib/store/item.ts';
import { takeLeftView } from '../../lib/store/view-keeper.ts';
import { nameDocument } from '../../lib/surface/language.ts';
import { holdView } from '../../lib/termination/hold.ts';
import { fitPopup } from './fit.ts';
import { popupActions } from './popup-actions.ts';
import { useAddress } from './use-address.ts';
import { useStored } from './use-stored.ts';
import { watch } from './watch.ts';

const Unanswered = lazily(() =>
  import('../../components/Unanswered.tsx').then((m) => m.Unanswered),
);

/** This page's name for wishes that wait until it is closed: from before the first click. */
const view = holdView();
/** What was done stands in the foot for so long, in place of what polling costs. */
const SAID_MS = 10_000;
/** What of a long list is looked at. */
let narrow: SessionFilter | null = null;

trust(async () => (await import('../../lib/store/checks.ts')).check);
const left = takeLeftView();

function App() {
  const { state, isBroken, isUnreadable, onUnreadable } = useStored(left);
  const [lostClick, setLostClick] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [target, onArrived] = useAddress();
  const isRead = state !== null;
  useEffect(() => (isRead ? watch(() => narrow) : undefined), [isRead]);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const nowMs = useNow();
  const isSilent = usePatience(!isRead && !isBroken && !isUnreadable);
  if (isBroken || isUnreadable) return <Broken isUnreadable={isUnreadable} />;
  if (!state) return isSilent ? <Unanswered onRetry={() => location.reload()} /> : null;
  const actions = popupActions(state, {
    onLostClick: setLostClick,
    onSaid: setSaid,
    onUnreadable,
    view,
    narrow: () => narrow,
    onNarrow: (filter) => {
      narrow = filter;
    },
  });
  return (
    <Popup
      state={state}
      nowMs={Math.max(nowMs, Date.now())}
      view={view()}
      lostClick={lostClick}
      said={said}
      target={target}
      onArrived={onArrived}
      actions={actions}
    />
  );
}

nameDocument(i18n.t('extension.name'));
if (document.documentElement.dataset.surface === 'popup') fitPopup();
const root = document.getElementById('root');
if (root) render(<App />, root);
