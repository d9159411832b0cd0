/* The popup as a function of what is stored: who, how many, how old, which, and what is wrong. */
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { Account } from '../lib/api/schemas.ts';
import { type Overview, overviewOf } from '../lib/session/overview.ts';
import type { State } from '../lib/store/state.ts';
import { formatAge, formatBytes, formatTime } from '../lib/surface/format.ts';
import { countWords, problemWords, productCountWords } from '../lib/surface/words.ts';
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
      <Problem state={state} overview={overview} onSettings={actions.onSettings} />
      <Sessions overview={overview} actions={actions} />
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
  return (
    <div class="who">
      <span class="email" title={account.email}>
        {account.email}
      </span>
      <span class="plan">{account.plan}</span>
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
  const { round, refresh, pausedUntilMs } = state;
  const isRunning = round?.finishedAtMs === null && nowMs - round.startedAtMs < LONGEST_ROUND_MS;
  const isWished =
    refresh?.by === 'person' &&
    refresh.askedAtMs > (round?.finishedAtMs ?? 0) &&
    nowMs - refresh.askedAtMs < LONGEST_WISH_MS;
  const isPaused = pausedUntilMs !== null && nowMs < pausedUntilMs;
  const age =
    overview.asOfMs === null
      ? i18n.t('popup.never')
      : i18n.t('popup.updated', [formatAge(nowMs - overview.asOfMs)]);
  return (
    <div class="refresh">
      <button
        type="button"
        disabled={isPaused}
        title={isPaused ? i18n.t('popup.waitRefresh', [formatTime(pausedUntilMs)]) : undefined}
        onClick={onRefresh}
      >
        {i18n.t('popup.refresh')}
      </button>
      <span class="age">{isRunning || isWished ? i18n.t('popup.refreshing') : age}</span>
    </div>
  );
}

interface ProblemProps {
  state: State;
  overview: Overview;
  onSettings: () => void;
}

/** What is wrong, and what the numbers are worth meanwhile. Stays until it is mended. */
function Problem({ state, overview, onSettings }: ProblemProps) {
  const sentences = problemWords(overview);
  const notUnderstood = overview.products.reduce((sum, product) => sum + product.notUnderstood, 0);
  if (sentences.length > 0 && overview.asOfMs !== null) {
    const asOf = formatTime(overview.asOfMs);
    sentences.push(
      i18n.t(overview.rows.length > 0 ? 'popup.staleList' : 'popup.staleNone', [asOf]),
    );
  }
  if (notUnderstood > 0) {
    sentences.push(i18n.t('count.notUnderstood', notUnderstood));
  }
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

function Sessions({ overview, actions }: { overview: Overview; actions: PopupActions }) {
  const { trust, rows, count } = overview;
  if (trust === 'no-products') {
    return <Empty title={i18n.t('popup.noProductsTitle')}>{i18n.t('popup.noProductsText')}</Empty>;
  }
  if (trust === 'loading') return <Empty title={i18n.t('popup.loading')} />;
  if (count === null) return <Empty title={i18n.t('popup.unknownTitle')} />;
  return (
    <>
      <SessionList rows={rows} onTerminate={actions.onTerminate} onUndo={actions.onUndo} />
      {rows.length === 0 && trust === 'fresh' && (
        <Empty title={i18n.t('popup.emptyTitle')}>{i18n.t('popup.emptyText')}</Empty>
      )}
    </>
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
