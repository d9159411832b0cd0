/* The popup as a function of what is stored: who, how many, how old, which, and what is wrong. */
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { Account } from '../lib/api/schemas.ts';
import { type Overview, overviewOf } from '../lib/session/overview.ts';
import type { State } from '../lib/store/state.ts';
import { formatAge, formatBytes, formatTime } from '../lib/surface/format.ts';
import { plain } from '../lib/surface/plain.ts';
import { countWords, problemWords, productCountWords, worthWords } from '../lib/surface/words.ts';
import { SettingsIcon } from './icons.tsx';
import { KeyForm, type KeyFormProps } from './KeyForm.tsx';
import { SessionList } from './SessionList.tsx';
import type { RowActions } from './SessionRow.tsx';

export interface PopupActions extends RowActions, KeyFormProps {
  onRefresh: () => void;
  onSettings: () => void;
}

export function Popup({
  state,
  nowMs,
  actions,
}: {
  state: State;
  nowMs: number;
  actions: PopupActions;
}) {
  const overview = overviewOf(state, nowMs);
  if (overview.trust === 'no-key') {
    return (
      <main class="welcome">
        <h1>{i18n.t('extension.name')}</h1>
        <p>{i18n.t('key.intro')}</p>
        <KeyForm onTry={actions.onTry} onKeep={actions.onKeep} />
      </main>
    );
  }
  return (
    <main class="inspector">
      <h1 class="unseen">{i18n.t('extension.name')}</h1>
      <header>
        <Tally overview={overview} />
        <Who account={state.account} />
        <Refresh state={state} overview={overview} nowMs={nowMs} onRefresh={actions.onRefresh} />
        <button
          type="button"
          class="settings"
          aria-label={i18n.t('popup.settings')}
          title={i18n.t('popup.settings')}
          onClick={actions.onSettings}
        >
          <SettingsIcon />
        </button>
      </header>
      <Sessions overview={overview} nowMs={nowMs} actions={actions} />
      <Problem state={state} overview={overview} onSettings={actions.onSettings} />
    </main>
  );
}

function Tally({ overview }: { overview: Overview }) {
  return (
    <div class="tally" data-trust={overview.trust}>
      <div role="status">
        <span class="count">{countWords(overview)}</span>
        {overview.count !== null && (
          <span class="split">{overview.products.map(productCountWords).join(' · ')}</span>
        )}
      </div>
      {overview.bytesUsed > 0 && (
        <span class="split">{i18n.t('popup.bytesTotal', [formatBytes(overview.bytesUsed)])}</span>
      )}
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

interface RefreshProps {
  state: State;
  overview: Overview;
  nowMs: number;
  onRefresh: () => void;
}

/** A round that has run this long was killed with its worker. */
const LONGEST_ROUND_MS = 300_000;
/** A wish that nobody took up in this time won't look like work under way. */
const LONGEST_WISH_MS = 5_000;

function Refresh({ state, overview, nowMs, onRefresh }: RefreshProps) {
  const { round, refresh } = state;
  const { pausedUntilMs } = overview;
  const isRunning = round?.finishedAtMs === null && nowMs - round.startedAtMs < LONGEST_ROUND_MS;
  const isWished =
    refresh?.by === 'person' &&
    refresh.askedAtMs > (round?.finishedAtMs ?? 0) &&
    nowMs - refresh.askedAtMs < LONGEST_WISH_MS;
  return (
    <div class="refresh">
      <button
        type="button"
        disabled={pausedUntilMs !== null}
        title={
          pausedUntilMs !== null
            ? i18n.t('popup.waitRefresh', [formatTime(pausedUntilMs)])
            : undefined
        }
        onKeyDown={(event) => event.repeat && event.preventDefault()}
        onClick={onRefresh}
      >
        {i18n.t('popup.refresh')}
      </button>
      <span class="age">
        {isRunning || isWished ? i18n.t('popup.refreshing') : ageWords(overview, nowMs)}
      </span>
    </div>
  );
}

function ageWords({ trust, asOfMs }: Overview, nowMs: number): string {
  if (trust === 'no-products') return '';
  if (asOfMs === null) return i18n.t('popup.never');
  return i18n.t('popup.updated', [formatAge(nowMs - asOfMs)]);
}

interface ProblemProps {
  state: State;
  overview: Overview;
  onSettings: () => void;
}

/** What is wrong, and what the numbers are worth meanwhile. Stays until it is mended; below the
 * list, whose rows must not move when it comes and goes. */
function Problem({ state, overview, onSettings }: ProblemProps) {
  const sentences = [...problemWords(overview), ...worthWords(overview)];
  if (overview.trust === 'unknown' && state.key && !state.key.checked) {
    sentences.push(i18n.t('popup.keyUnchecked'));
  }
  if (sentences.length === 0) return null;
  return (
    <div class="problem" role="alert">
      <p>{sentences.join(' ')}</p>
      {overview.trust === 'key-refused' && (
        <button type="button" onClick={onSettings}>
          {i18n.t('popup.changeKey')}
        </button>
      )}
    </div>
  );
}

interface SessionsProps {
  overview: Overview;
  nowMs: number;
  actions: PopupActions;
}

function Sessions({ overview, nowMs, actions }: SessionsProps) {
  const { trust, rows, count, products } = overview;
  if (trust === 'no-products') {
    return <Empty title={i18n.t('popup.noProductsTitle')}>{i18n.t('popup.noProductsText')}</Empty>;
  }
  if (trust === 'loading') return <Empty title={i18n.t('popup.loading')} />;
  if (count === null) return <Empty title={i18n.t('popup.unknownTitle')} />;
  const empty =
    trust === 'fresh' ? (
      <Empty title={i18n.t('popup.emptyTitle')}>{i18n.t('popup.emptyText')}</Empty>
    ) : (
      <Empty title={i18n.t('popup.emptyStaleTitle')} />
    );
  const { onTerminate, onUndo } = actions;
  return (
    <SessionList
      rows={rows}
      nowMs={nowMs}
      isSettled={products.every(({ asOfMs, problem }) => asOfMs !== null || problem)}
      empty={empty}
      onTerminate={onTerminate}
      onUndo={onUndo}
    />
  );
}

function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  );
}
