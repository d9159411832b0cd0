/* The popup as a function of what is stored: who, how many, how old, which, and what is wrong. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Account } from '../lib/api/schemas.ts';
import { type Overview, overviewOf, type Row } from '../lib/session/overview.ts';
import type { Intent } from '../lib/store/schemas.ts';
import type { State } from '../lib/store/state.ts';
import { formatBytes, formatSum } from '../lib/surface/format.ts';
import type { Target } from '../lib/surface/page.ts';
import { plain } from '../lib/surface/plain.ts';
import { spentWords, watchWords } from '../lib/surface/spending.ts';
import { countWords, productCountWords, refusalWords } from '../lib/surface/words.ts';
import { SettingsIcon } from './icons.tsx';
import type { KeyFormProps } from './KeyForm.tsx';
import { lazily } from './lazily.tsx';
import { SessionList } from './list/SessionList.tsx';
import type { NoticeActions } from './Notices.tsx';
import type { ListActions } from './over/Overlay.tsx';
import { Problem, type ProblemActions } from './Problem.tsx';
import { Refresh } from './Refresh.tsx';
import { NOW_AND_THEN_MS, Said } from './Said.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

const KeyForm = lazily(() => import('./KeyForm.tsx').then((m) => m.KeyForm));
const Notices = lazily(() => import('./Notices.tsx').then((m) => m.Notices));
const NoticedStrip = lazily(() => import('./NoticedStrip.tsx').then((m) => m.NoticedStrip));
const HeldEnds = lazily(() => import('./HeldEnds.tsx').then((m) => m.HeldEnds));
const BulkStrip = lazily(() => import('./BulkProgress.tsx').then((m) => m.BulkStrip));

export interface PopupActions extends ListActions, KeyFormProps, ProblemActions, NoticeActions {
  /** Sends the ends now that wait until a view is closed. */
  onEndHeld: (held: Intent[]) => void;
  /** A person has seen what was noticed up to this instant. */
  onSeenNotices: (atMs: number) => void;
  onStopBulk: () => void;
  onDismissBulk: () => void;
}

interface PopupProps {
  state: State;
  nowMs: number;
  /** The name of this view for the ends that wait until it is closed; null if none can. */
  view?: string | null;
  /** Says that a click was not kept; null if all were. */
  lostClick?: string | null;
  /** What was done that can't be seen otherwise. */
  said?: string | null;
  /** What is to be shown at first; null if that is the list, and once it is shown. */
  target?: Target | null;
  onArrived?: () => void;
  actions: PopupActions;
}

export function Popup({ state, nowMs, view = null, actions, ...rest }: PopupProps) {
  const { lostClick = null, said = null, target = null, onArrived = () => {} } = rest;
  const [shown, setShown] = useState<Target | null>(null);
  const overview = overviewOf(state, nowMs);
  const { onTry, onKeep, onCountCancelled, onRefresh, onSettings } = actions;
  const main = useKeptFocus();
  const notices = (overview.expired.length > 0 || state.asides.length > 0) && (
    <Notices overview={overview} asides={state.asides} {...actions} />
  );
  if (overview.standing === 'no-key') {
    return (
      <main class="welcome" ref={main} tabIndex={-1}>
        <h1>{i18n.t('extension.name')}</h1>
        {notices}
        <p>{i18n.t('key.intro')}</p>
        <KeyForm onTry={onTry} onKeep={onKeep} onCountCancelled={onCountCancelled} />
      </main>
    );
  }
  return (
    <main class="inspector" ref={main} tabIndex={-1}>
      <h1 class="unseen">{i18n.t('extension.name')}</h1>
      <header>
        <Tally overview={overview} />
        <Who account={state.account} />
        <Refresh state={state} overview={overview} nowMs={nowMs} onRefresh={onRefresh} />
        <button
          type="button"
          class="settings"
          aria-label={i18n.t('popup.settings')}
          title={i18n.t('popup.settings')}
          onClick={onSettings}
        >
          <SettingsIcon />
        </button>
      </header>
      <Sessions
        {...{ state, overview, nowMs, actions }}
        target={shown ?? target}
        onArrived={shown ? () => setShown(null) : onArrived}
      />
      {lostClick !== null && (
        <div class="problem" role="alert">
          <p>{lostClick}</p>
        </div>
      )}
      <Problem state={state} overview={overview} nowMs={nowMs} {...actions} />
      {notices}
      <HeldStrip {...{ state, overview, view, actions }} />
      <FreshNotices state={state} onSeen={actions.onSeenNotices} onShow={setShown} />
      {state.bulk && (
        <BulkStrip
          state={state}
          nowMs={nowMs}
          onStop={actions.onStopBulk}
          onDismiss={actions.onDismissBulk}
        />
      )}
      <Foot state={state} overview={overview} nowMs={nowMs} said={said} />
    </main>
  );
}

function Tally({ overview }: { overview: Overview }) {
  const ending = overview.ending > 0 ? i18n.t('count.ending', overview.ending) : '';
  return (
    <div class="tally" data-standing={overview.standing}>
      <span>
        <span class="count">{countWords(overview)}</span>
        {overview.count !== null && (
          <span class="split">{overview.products.map(productCountWords).join(' · ')}</span>
        )}
      </span>
      {ending !== '' && <span class="split">{ending}</span>}
      {overview.rows.length > 0 && (
        <span class="split">
          {i18n.t('popup.bytesTotal', [formatSum(overview.bytesUsed, formatBytes)])}
        </span>
      )}
      <Said words={countWords(overview)} everyMs={NOW_AND_THEN_MS} />
      <Said words={ending} />
    </div>
  );
}

function Who({ account }: { account: Account | null }) {
  if (!account) return null;
  const email = plain(account.email ?? '');
  return (
    <div class="who">
      <span class="email" title={email || undefined}>
        {email}
      </span>
      {account.plan && <span class="plan">{plain(account.plan)}</span>}
    </div>
  );
}

interface FootProps {
  state: State;
  overview: Overview;
  nowMs: number;
  said: string | null;
}

/** What it costs, and what the key may not do. */
function Foot({ state, overview, nowMs, said }: FootProps) {
  const { readOnly, standing } = overview;
  const isAsking = standing !== 'key-refused' && standing !== 'no-access';
  return (
    <footer>
      <span>
        <span role="status">{said}</span>
        {said === null && isAsking && watchWords(state, overview, nowMs)}
      </span>
      <span>{spentWords(state, nowMs)}</span>
      {readOnly && <p class="read-only">{i18n.t('spending.readOnly', [refusalWords(readOnly)])}</p>}
    </footer>
  );
}

interface FreshNoticesProps {
  state: State;
  onSeen: (atMs: number) => void;
  onShow: (target: Target) => void;
}

/** What had been noticed and not seen when this was opened, and since. */
function FreshNotices({ state, onSeen, onShow }: FreshNoticesProps) {
  const [knownMs, setKnownMs] = useState(state.noticesSeenMs);
  const fresh = state.notices.filter(({ atMs }) => atMs > knownMs);
  const latest = fresh.at(-1);
  if (!latest) return null;
  return (
    <NoticedStrip
      latest={latest}
      more={fresh.length - 1}
      onSeen={onSeen}
      onShow={onShow}
      onDismiss={() => setKnownMs(latest.atMs)}
    />
  );
}

interface HeldStripProps {
  state: State;
  overview: Overview;
  view: string | null;
  actions: PopupActions;
}

/** The ends that wait until this view is closed, or another one. */
function HeldStrip({ state, overview, view, actions }: HeldStripProps) {
  const isHeld = ({ fate }: Row) => fate.kind === 'undoable' && fate.untilMs === null;
  const held = overview.rows.filter(isHeld).flatMap(({ ref }) => state.intents.get(ref) ?? []);
  if (held.length === 0) return null;
  return (
    <HeldEnds
      here={held.filter(({ heldBy }) => heldBy === view).length}
      elsewhere={held.filter(({ heldBy }) => heldBy !== view).length}
      onEndNow={() => actions.onEndHeld(held)}
      onUndoAll={() => actions.onUndoThese(held)}
    />
  );
}

interface SessionsProps {
  state: State;
  overview: Overview;
  nowMs: number;
  target: Target | null;
  onArrived: () => void;
  actions: PopupActions;
}

/** Also where there is no list yet: its keys lead to the history, too, to the settings and to help. */
function Sessions({ state, overview, nowMs, ...rest }: SessionsProps) {
  const { standing, count, products, readOnly } = overview;
  const hasList = count !== null && standing !== 'no-products';
  return (
    <SessionList
      key={useLosses(hasList)}
      state={state}
      overview={overview}
      nowMs={nowMs}
      hasList={hasList}
      isSettled={products.every(({ asOfMs, problem }) => asOfMs !== null || problem)}
      empty={<NoRows overview={overview} />}
      whyReadOnly={readOnly && refusalWords(readOnly)}
      {...rest}
    />
  );
}

/** How often a list was lost, as with another key: what was marked in it or open over it goes, too. */
function useLosses(hasList: boolean): number {
  const losses = useRef(0);
  const had = useRef(hasList);
  if (had.current && !hasList) losses.current += 1;
  had.current = hasList;
  return losses.current;
}

function NoRows({ overview: { standing, count } }: { overview: Overview }) {
  if (standing === 'no-products') {
    return <Empty title={i18n.t('popup.noProductsTitle')}>{i18n.t('popup.noProductsText')}</Empty>;
  }
  if (standing === 'loading') return <Empty title={i18n.t('popup.loading')} />;
  if (count === null) return <Empty title={i18n.t('popup.unknownTitle')} />;
  if (standing === 'fresh' || standing === 'key-may-not-end') {
    return <Empty title={i18n.t('popup.emptyTitle')}>{i18n.t('popup.emptyText')}</Empty>;
  }
  return <Empty title={i18n.t('popup.emptyStaleTitle')} />;
}

function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  );
}
