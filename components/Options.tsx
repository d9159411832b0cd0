/* Settings: the key, the time to undo, the lock, how often to ask. Each change is kept at once. */
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { paceOf } from '../lib/polling/schedule.ts';
import type { KeptIn } from '../lib/store/key.ts';
import { LONGEST_UNDO_MS, POLL_CHOICES_MS, UNDO_CHOICES_MS } from '../lib/store/schemas.ts';
import { keyProblem, type Settings, type State } from '../lib/store/state.ts';
import { joined } from '../lib/surface/joined.ts';
import { paceWords } from '../lib/surface/spending.ts';
import { errorWords } from '../lib/surface/words.ts';
import { KeyForm, type KeyFormProps } from './KeyForm.tsx';
import { Sheet } from './Sheet.tsx';

export interface OptionsActions extends KeyFormProps {
  onRemoveKey: () => void;
  onMoveKey: (keepIn: KeptIn) => void;
  onSettings: (settings: Settings) => void;
}

export function Options({ state, actions }: { state: State; actions: OptionsActions }) {
  const { settings } = state;
  const change = (part: Partial<Settings>) => actions.onSettings({ ...settings, ...part });
  return (
    <main class="settings">
      <h1>{i18n.t('options.title')}</h1>
      <KeySection state={state} actions={actions} />
      <section>
        <h2>{i18n.t('options.undoSection')}</h2>
        <p class="hint">{i18n.t('options.undoHint')}</p>
        <Choice
          name={i18n.t('options.undoSection')}
          choices={[...UNDO_CHOICES_MS, null]}
          chosen={settings.undoMs}
          words={undoWords}
          onChoose={(undoMs) => change({ undoMs })}
        />
        {settings.undoMs === null && (
          <p class="hint">{i18n.t('options.undoUntilClosedHint', [LONGEST_UNDO_MS / 1000])}</p>
        )}
      </section>
      <section>
        <h2>{i18n.t('options.lockSection')}</h2>
        <p class="hint">{i18n.t('options.lockHint')}</p>
        <label class="check">
          <input
            type="checkbox"
            checked={settings.isLocked}
            onChange={(event) => change({ isLocked: event.currentTarget.checked })}
          />
          {i18n.t('options.lock')}
        </label>
      </section>
      <section>
        <h2>{i18n.t('options.pollSection')}</h2>
        <p class="hint">{i18n.t('options.pollHint')}</p>
        <Choice
          name={i18n.t('options.pollSection')}
          choices={POLL_CHOICES_MS}
          chosen={settings.pollEveryMs}
          words={(everyMs) => i18n.t('options.pollEvery', everyMs / 60_000)}
          onChoose={(pollEveryMs) => change({ pollEveryMs })}
        />
        <Stretched state={state} />
      </section>
    </main>
  );
}

function KeySection({ state, actions }: { state: State; actions: OptionsActions }) {
  const [isReplacing, setReplacing] = useState(false);
  const { key } = state;
  const refusal = keyProblem(state);
  const isFormOpen = !key || isReplacing || refusal !== null;
  return (
    <section>
      <h2>{i18n.t('options.keySection')}</h2>
      {key && (
        <p>
          <KeptKey tail={key.tail} /> <span class="hint">{keptWords(key.keptIn)}</span>
        </p>
      )}
      {refusal && (
        <p class="wrong" role="alert">
          {joined('sentences', [errorWords(refusal), i18n.t('options.keyWasRefused')])}
        </p>
      )}
      {isFormOpen && (
        <KeyForm
          key={key?.tail}
          onTry={actions.onTry}
          onKeep={async (kept) => {
            // The form stays until that is done: who sees it go may close the page.
            await actions.onKeep(kept);
            setReplacing(false);
          }}
          {...(key && { keptIn: key.keptIn })}
          {...(isReplacing && { onCancel: () => setReplacing(false) })}
        />
      )}
      {key && !isFormOpen && (
        <label class="check">
          <input
            type="checkbox"
            checked={key.keptIn === 'session'}
            onChange={(event) =>
              actions.onMoveKey(event.currentTarget.checked ? 'session' : 'local')
            }
          />
          {i18n.t('key.sessionOnly')}
        </label>
      )}
      {key && (
        <div class="buttons">
          {!isFormOpen && (
            <button type="button" onClick={() => setReplacing(true)}>
              {i18n.t('options.replace')}
            </button>
          )}
          <RemoveKey pending={pendingEnds(state)} onRemove={actions.onRemoveKey} />
        </div>
      )}
    </section>
  );
}

/** Sessions that somebody asked to end, without those that were answered with a refusal. */
function pendingEnds({ intents, attempts }: State): number {
  return [...intents.keys()].filter((ref) => attempts.get(ref)?.nextAtMs !== null).length;
}

function KeptKey({ tail }: { tail: string }) {
  const [before, after] = i18n.t('options.keptKey', ['\u0000']).split('\u0000');
  return (
    <>
      {before}
      <code>…{tail}</code>
      {after}
    </>
  );
}

function keptWords(keptIn: KeptIn): string {
  return i18n.t(keptIn === 'session' ? 'options.keptSession' : 'options.keptLocal');
}

interface RemoveKeyProps {
  /** Sessions that are about to be ended. */
  pending: number;
  onRemove: () => void;
}

/** Asks first: what the key brought in is forgotten with it. */
function RemoveKey({ pending, onRemove }: RemoveKeyProps) {
  const [isAsking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const remove = () => {
    close();
    onRemove();
  };
  return (
    <>
      <button type="button" class="danger" onClick={() => setAsking(true)}>
        {i18n.t('options.remove')}
      </button>
      {isAsking && (
        <Sheet
          title={i18n.t('options.removeAsk')}
          close={i18n.t('options.cancel')}
          onClose={close}
          action={
            <button type="button" class="danger" onClick={remove}>
              {i18n.t('options.removeConfirm')}
            </button>
          }
        >
          <p>{i18n.t('options.removeText')}</p>
          {pending > 0 && <p>{i18n.t('options.removePending', pending)}</p>}
        </Sheet>
      )}
    </>
  );
}

function undoWords(undoMs: Settings['undoMs']): string {
  if (undoMs === null) return i18n.t('options.undoUntilClosed');
  return undoMs === 0 ? i18n.t('options.undoOff') : i18n.t('options.seconds', [undoMs / 1000]);
}

interface ChoiceProps<T extends number | null> {
  name: string;
  choices: readonly T[];
  chosen: T;
  words: (choice: T) => string;
  onChoose: (choice: T) => void;
}

function Choice<T extends number | null>({
  name,
  choices,
  chosen,
  words,
  onChoose,
}: ChoiceProps<T>) {
  return (
    <div class="choice" role="radiogroup" aria-label={name}>
      {choices.map((choice) => (
        <label key={String(choice)}>
          <input
            type="radio"
            name={name}
            checked={choice === chosen}
            onChange={() => onChoose(choice)}
          />
          <span>{words(choice)}</span>
        </label>
      ))}
    </div>
  );
}

/** Says so where the plan asks for a longer interval than the chosen one. */
function Stretched({ state }: { state: State }) {
  if (!state.key || paceOf(state).why === 'chosen') return null;
  return <p class="hint">{paceWords(state)}</p>;
}
