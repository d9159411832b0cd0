/* The key: which, where it is kept, another in its place, none any more. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { KeptIn } from '../../lib/store/key.ts';
import { keyProblem, type State } from '../../lib/store/state.ts';
import { around } from '../../lib/surface/around.ts';
import { joined } from '../../lib/surface/joined.ts';
import { errorWords } from '../../lib/surface/words.ts';
import { pendingEnds } from '../../lib/termination/attempt.ts';
import { KeyForm, type KeyFormProps } from '../KeyForm.tsx';
import { Sheet } from '../Sheet.tsx';

export interface KeyActions extends KeyFormProps {
  onRemoveKey: () => void;
  onMoveKey: (keepIn: KeptIn) => void;
}

export function KeySection({ state, actions }: { state: State; actions: KeyActions }) {
  const [isReplacing, setReplacing] = useState(false);
  const { key } = state;
  const refusal = keyProblem(state);
  const replace = useRef<HTMLButtonElement>(null);
  const wasReplacing = useRef(false);
  useLayoutEffect(() => {
    // The form that was left had the focus.
    if (wasReplacing.current && !isReplacing) replace.current?.focus();
    wasReplacing.current = isReplacing;
  }, [isReplacing]);
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
          onCountCancelled={actions.onCountCancelled}
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
            <button type="button" ref={replace} onClick={() => setReplacing(true)}>
              {i18n.t('options.replace')}
            </button>
          )}
          <RemoveKey pending={pendingEnds(state)} onRemove={actions.onRemoveKey} />
        </div>
      )}
    </section>
  );
}

function KeptKey({ tail }: { tail: string }) {
  const [before, after] = around((place) => i18n.t('options.keptKey', [place]));
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
