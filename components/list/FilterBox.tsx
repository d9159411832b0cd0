/* The filter's box: says where its text is wrong, and offers fields and values as one types. */
import type { RefObject } from 'preact';
import { useId, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { KnownRow } from '../../lib/session/facts.ts';
import type { Mistake } from '../../lib/session/filter/parse.ts';
import type { Suggestion } from '../../lib/session/filter/suggest.ts';
import { isComposing } from '../input-method.ts';
import { lazily } from '../lazily.tsx';
import { NO_AUTOFILL } from '../no-autofill.ts';
import { useSuggestions } from './use-suggestions.ts';

const Mistakes = lazily(() => import('./FilterHints.tsx').then((m) => m.Mistakes));
const Suggestions = lazily(() => import('./FilterHints.tsx').then((m) => m.Suggestions));

interface FilterBoxProps {
  text: string;
  mistakes: Mistake[];
  rows: KnownRow[];
  field: RefObject<HTMLInputElement | null>;
  onText: (text: string) => void;
  /** Whether the end of the text may still become something else. */
  onTyping: (isTyping: boolean) => void;
  /** The person is done here, and goes on in the list. */
  onDone: () => void;
}

export function FilterBox({
  text,
  mistakes,
  rows,
  field,
  onText,
  onTyping,
  onDone,
}: FilterBoxProps) {
  const id = useId();
  const idOf = (index: number) => `${id}-${index}`;
  const [caret, setCaret] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const suggestions = useSuggestions(isOpen, text, caret, rows);
  const isShown = isOpen && (suggestions.length > 0 || mistakes.length > 0);

  function accept({ from, to, text: replacement }: Suggestion): void {
    const next = text.slice(0, from) + replacement + text.slice(to);
    onText(next);
    setChosen(-1);
    const end = from + replacement.length;
    setCaret(end);
    requestAnimationFrame(() => field.current?.setSelectionRange(end, end));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const { key } = event;
    const picked = suggestions[chosen];
    if ((key === 'ArrowDown' || key === 'ArrowUp') && suggestions.length > 0) {
      const step = key === 'ArrowDown' ? 1 : -1;
      setChosen((was) => (was + step + suggestions.length + 1) % (suggestions.length + 1));
    } else if ((key === 'Enter' || key === 'Tab') && picked) accept(picked);
    else if (key === 'Escape' && isShown) setOpen(false);
    else if (key === 'Enter' || key === 'Escape') onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="filter">
      <input
        type="text"
        role="combobox"
        ref={field}
        value={text}
        placeholder={i18n.t('list.filterPlaceholder')}
        {...NO_AUTOFILL}
        autocapitalize="off"
        spellcheck={false}
        aria-label={i18n.t('list.filter')}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-activedescendant={suggestions[chosen] ? idOf(chosen) : undefined}
        aria-invalid={mistakes.length > 0}
        aria-describedby={`${id}-mistakes`}
        onInput={({ currentTarget }) => {
          onText(currentTarget.value);
          onTyping(true);
          setCaret(currentTarget.selectionStart ?? currentTarget.value.length);
          setOpen(true);
          setChosen(-1);
        }}
        onClick={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
        onFocus={() => setOpen(true)}
        onBlur={() => {
          setOpen(false);
          onTyping(false);
        }}
        onKeyDown={onKeyDown}
      />
      {text !== '' && (
        <button
          type="button"
          class="clear"
          aria-label={i18n.t('list.clearFilter')}
          onClick={() => {
            onText('');
            field.current?.focus();
          }}
        >
          ×
        </button>
      )}
      <div class="hints" hidden={!isShown}>
        <div id={`${id}-mistakes`}>
          {mistakes.length > 0 && <Mistakes text={text} mistakes={mistakes} />}
        </div>
        <div id={`${id}-list`} role="listbox" tabIndex={-1} aria-label={i18n.t('list.suggestions')}>
          {suggestions.length > 0 && (
            <Suggestions {...{ suggestions, chosen, idOf }} onAccept={accept} />
          )}
        </div>
      </div>
    </div>
  );
}
