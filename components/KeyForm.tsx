/* The form for the key. It finds the key in the pasted text, and tries it before it is kept. If the text
 * does not look like a key of helodata's, the form says so, and tries it only if the person insists. If a
 * key is refused, the form says why. The text stays in the field, so that nothing is lost. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { API_BASE_URL } from '../lib/api/base-url.ts';
import type { ApiError } from '../lib/api/errors.ts';
import type { KeyVerdict } from '../lib/api/key.ts';
import { readPastedKey } from '../lib/api/pasted-key.ts';
import type { KeptIn, KeyToKeep } from '../lib/store/key.ts';
import { joined } from '../lib/surface/joined.ts';
import { foundWords, heldWords, lengthWords } from '../lib/surface/pasted-key-words.ts';
import { errorWords } from '../lib/surface/words.ts';
import { sendNoComposition } from './input-method.ts';
import { NO_AUTOFILL } from './no-autofill.ts';

export interface KeyFormProps {
  onTry: (key: string) => Promise<KeyVerdict>;
  onKeep: (key: KeyToKeep) => void | Promise<void>;
  /** How many pending terminations keeping it would cancel. */
  onCountCancelled: (key: KeyToKeep) => Promise<number>;
  onCancel?: () => void;
  /** Where a key is kept unless another place is chosen. Default `local`. */
  keptIn?: KeptIn;
}

type Progress =
  | { kind: 'idle' }
  /** The text is not sent, for a reason that is shown. */
  | { kind: 'held' }
  | { kind: 'trying' }
  | { kind: 'refused'; error: ApiError }
  | { kind: 'unchecked'; key: string; error: ApiError }
  /** Keeping the key would cancel pending terminations. */
  | { kind: 'cancelling'; kept: KeyToKeep; count: number };

/** The vendor's page on keys: it leads to Dashboard → API, whose own address is undocumented. */
const KEYS_URL = 'https://docs.helodata.com/api-reference/authentication';

export function KeyForm(props: KeyFormProps) {
  const { onTry, onKeep, onCountCancelled, onCancel, keptIn = 'local' } = props;
  const [text, setText] = useState('');
  const [sessionOnly, setSessionOnly] = useState(keptIn === 'session');
  const [isPasted, setPasted] = useState(false);
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
  const pasted = useMemo(() => readPastedKey(text), [text]);
  const field = useRef<HTMLInputElement>(null);
  const lastTry = useRef(0);
  // Preact runs a passive effect's clean-up a while after the form was left: this one's at once.
  useLayoutEffect(() => {
    field.current?.focus();
    return () => {
      lastTry.current += 1;
    };
  }, []);
  const keepIn = sessionOnly ? 'session' : 'local';
  const isWrong = progress.kind === 'held' || progress.kind === 'refused';

  function stop(why: Progress): void {
    setProgress(why);
    field.current?.focus();
  }

  /** `isWhole`: the text was pasted or dropped, so it is named at once if it will not be sent. */
  function change(next: string, isWhole: boolean): void {
    lastTry.current += 1;
    setText(next);
    setPasted(isWhole);
    const isHeld = isWhole && readPastedKey(next).kind !== 'key';
    setProgress({ kind: isHeld ? 'held' : 'idle' });
  }

  async function tryIt(key: string): Promise<void> {
    setProgress({ kind: 'trying' });
    const thisTry = ++lastTry.current;
    const verdict = await onTry(key);
    // Meanwhile the text was changed, or the form was left: the answer is to nobody's question.
    if (thisTry !== lastTry.current) return;
    if (verdict.kind === 'accepted') {
      await keep({ key, checked: true, account: verdict.account, keepIn });
    } else if (verdict.kind === 'refused') {
      stop({ kind: 'refused', error: verdict.error });
    } else {
      setProgress({ kind: 'unchecked', key, error: verdict.error });
    }
  }

  /** Keeps the key, unless that would cancel terminations: then it says first how many. */
  async function keep(kept: KeyToKeep): Promise<void> {
    const thisTry = lastTry.current;
    const count = await onCountCancelled(kept);
    if (thisTry !== lastTry.current) return;
    if (count > 0) stop({ kind: 'cancelling', kept, count });
    else onKeep(kept);
  }

  return (
    <form
      class="key-form"
      onKeyDown={sendNoComposition}
      onSubmit={(event) => {
        event.preventDefault();
        if (progress.kind === 'trying') return;
        if (pasted.kind === 'key') tryIt(pasted.key);
        else stop({ kind: 'held' });
      }}
    >
      <label class="field">
        <span class="field-name">{i18n.t('key.label')}</span>
        {/* Not a password field: browsers would offer to keep the key among the passwords. */}
        <input
          class="secret"
          type="text"
          {...NO_AUTOFILL}
          autocapitalize="off"
          spellcheck={false}
          placeholder={i18n.t('key.placeholder')}
          value={text}
          aria-invalid={isWrong}
          aria-describedby="key-found key-answer"
          ref={field}
          onInput={({ currentTarget, inputType }) =>
            change(currentTarget.value, inputType?.startsWith('insertFrom') ?? false)
          }
        />
      </label>
      <div id="key-found" role="status" class="key-answer">
        {joined('sentences', [
          foundWords(pasted),
          isPasted || progress.kind === 'refused' ? lengthWords(pasted) : '',
        ])}
      </div>
      <div id="key-answer" role="alert" class="key-answer wrong">
        {progress.kind === 'held' && heldWords(pasted)}
        {progress.kind === 'refused' && refusedWords(progress.error)}
        {progress.kind === 'unchecked' && i18n.t('key.unchecked', [errorWords(progress.error)])}
        {progress.kind === 'cancelling' && i18n.t('key.cancelling', progress.count)}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={sessionOnly}
          onChange={(event) => setSessionOnly(event.currentTarget.checked)}
        />
        {i18n.t('key.sessionOnly')}
      </label>
      <div class="buttons">
        {/* Not disabled: that would take the keyboard's focus away. */}
        <button type="submit" class="primary" aria-disabled={progress.kind === 'trying'}>
          {progress.kind === 'trying' ? i18n.t('key.saving') : i18n.t('key.save')}
        </button>
        {progress.kind === 'held' && pasted.kind === 'foreign' && (
          <button
            type="button"
            onClick={() => {
              // This button is about to go.
              field.current?.focus();
              tryIt(pasted.key);
            }}
          >
            {i18n.t('key.tryAnyway')}
          </button>
        )}
        {progress.kind === 'unchecked' && (
          <button
            type="button"
            onClick={() => keep({ key: progress.key, checked: false, account: null, keepIn })}
          >
            {i18n.t('key.keepUnchecked')}
          </button>
        )}
        {progress.kind === 'cancelling' && (
          <button type="button" class="danger" onClick={() => onKeep({ ...progress.kept, keepIn })}>
            {i18n.t('key.keepAndCancel')}
          </button>
        )}
        {onCancel && (
          <button type="button" onClick={onCancel}>
            {i18n.t('key.cancel')}
          </button>
        )}
      </div>
      <KeyHelp />
    </form>
  );
}

function KeyHelp() {
  return (
    <div class="key-help">
      <p>
        <a href={KEYS_URL} target="_blank" rel="noreferrer">
          {i18n.t('key.where')}
        </a>
      </p>
      <p class="field-name">{i18n.t('key.scopes')}</p>
      <ul>
        <li>
          <code>read</code> {i18n.t('key.scopeRead')}
        </li>
        <li>
          <code>*</code> {i18n.t('key.scopeAll')}
        </li>
      </ul>
      <p>{i18n.t('key.home', [new URL(API_BASE_URL).host])}</p>
    </div>
  );
}

function refusedWords(error: ApiError): string {
  return error.kind === 'not-permitted' ? i18n.t('key.refusedMay') : errorWords(error);
}
