/* One field for the key. The key is tried before it is kept; a refused one says why, and stays in
 * the field so that nothing is lost. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { API_BASE_URL } from '../lib/api/base-url.ts';
import type { ApiError } from '../lib/api/errors.ts';
import { type KeyVerdict, readPastedKey } from '../lib/api/key.ts';
import type { KeptIn, KeyToKeep } from '../lib/store/key.ts';
import { errorWords } from '../lib/surface/words.ts';
import { NO_AUTOFILL } from './no-autofill.ts';

export interface KeyFormProps {
  onTry: (key: string) => Promise<KeyVerdict>;
  onKeep: (key: KeyToKeep) => void | Promise<void>;
  onCancel?: () => void;
  /** Where a key is kept unless another place is chosen. Default `local`. */
  keptIn?: KeptIn;
}

type Progress =
  | { kind: 'idle' }
  | { kind: 'trying' }
  | { kind: 'wrong'; words: string }
  | { kind: 'unchecked'; key: string; error: ApiError };

/** The vendor's page on keys: it leads to Dashboard → API, whose own address is undocumented. */
const KEYS_URL = 'https://docs.helodata.com/api-reference/authentication';

export function KeyForm({ onTry, onKeep, onCancel, keptIn = 'local' }: KeyFormProps) {
  const [text, setText] = useState('');
  const [sessionOnly, setSessionOnly] = useState(keptIn === 'session');
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
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

  function sayWrong(words: string): void {
    setProgress({ kind: 'wrong', words });
    field.current?.focus();
  }

  async function save(): Promise<void> {
    const pasted = readPastedKey(text);
    if (pasted.kind !== 'key') return sayWrong(i18n.t(`key.${pasted.kind}`));
    setProgress({ kind: 'trying' });
    const { key } = pasted;
    const thisTry = ++lastTry.current;
    const verdict = await onTry(key);
    // Meanwhile the text was changed, or the form was left: the answer is to nobody's question.
    if (thisTry !== lastTry.current) return;
    if (verdict.kind === 'accepted') {
      onKeep({ key, checked: true, account: verdict.account, keepIn });
    } else if (verdict.kind === 'refused') {
      sayWrong(refusedWords(verdict.error));
    } else {
      setProgress({ kind: 'unchecked', key, error: verdict.error });
    }
  }

  return (
    <form
      class="key-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (progress.kind !== 'trying') save();
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
          aria-invalid={progress.kind === 'wrong'}
          aria-describedby="key-answer"
          ref={field}
          onInput={(event) => {
            lastTry.current += 1;
            setText(event.currentTarget.value);
            setProgress({ kind: 'idle' });
          }}
        />
      </label>
      <div id="key-answer" role="alert" class="key-answer wrong">
        {progress.kind === 'wrong' && progress.words}
        {progress.kind === 'unchecked' && i18n.t('key.unchecked', [errorWords(progress.error)])}
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
        {progress.kind === 'unchecked' && (
          <button
            type="button"
            onClick={() => onKeep({ key: progress.key, checked: false, account: null, keepIn })}
          >
            {i18n.t('key.keepUnchecked')}
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
