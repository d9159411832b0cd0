/* The filter's box: says where its text is wrong, and offers fields and values as one types. */
import type { RefObject } from 'preact';
import { useId, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { KnownRow } from '../lib/session/facts.ts';
import type { Mistake } from '../lib/session/filter/parse.ts';
import { type Suggestion, suggest } from '../lib/session/filter/suggest.ts';
import { fieldWords, mistakeWords } from '../lib/surface/filter-words.ts';
import { plain } from '../lib/surface/plain.ts';

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
  const [caret, setCaret] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const suggestions = isOpen ? suggest(text, caret, rows) : [];
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
    const { key } = event;
    const picked = suggestions[chosen];
    if ((key === 'ArrowDown' || key === 'ArrowUp') && suggestions.length > 0) {
      const step = key === 'ArrowDown' ? 1 : -1;
      setChosen((was) => (was + step + suggestions.length + 1) % (suggestions.length + 1));
    } else if ((key === 'Enter' || key === 'Tab') && picked) accept(picked);
    else if (key === 'Enter') {
      onTyping(false);
      onDone();
    } else if (key === 'Escape' && isShown) setOpen(false);
    else if (key === 'Escape') onDone();
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
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-label={i18n.t('list.filter')}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-activedescendant={suggestions[chosen] ? `${id}-${chosen}` : undefined}
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
        <div id={`${id}-mistakes`} role="status">
          {mistakes.map((mistake) => (
            <p key={`${mistake.from} ${mistake.kind}`} class="mistake">
              <Pointed text={text} mistake={mistake} />
              {mistakeWords(mistake)}
            </p>
          ))}
        </div>
        <div id={`${id}-list`} role="listbox" tabIndex={-1} aria-label={i18n.t('list.suggestions')}>
          {suggestions.map((suggestion, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keys, and the focus
            <div
              key={suggestion.text}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              // The box must not lose the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => accept(suggestion)}
            >
              <code>{plain(suggestion.value ?? suggestion.text)}</code>
              <span class="split">{fieldWords(suggestion.field)}</span>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** The text with the wrong part marked. */
function Pointed({ text, mistake: { from, to } }: { text: string; mistake: Mistake }) {
  return (
    <code>
      {plain(text.slice(0, from))}
      <mark>{plain(text.slice(from, to)) || ' '}</mark>
      {plain(text.slice(to))}
    </code>
  );
}
