/* What is said under the filter's box: where its text is wrong, and what may be meant. */
import type { Mistake } from '../../lib/session/filter/parse.ts';
import type { Suggestion } from '../../lib/session/filter/suggest.ts';
import { fieldWords, mistakeWords } from '../../lib/surface/filter-words.ts';
import { plain } from '../../lib/surface/plain.ts';
import { Said } from '../Said.tsx';

export function Mistakes({ text, mistakes }: { text: string; mistakes: Mistake[] }) {
  return (
    <>
      <Said words={mistakes.map(mistakeWords).join(' ')} answers={text} known="" />
      {mistakes.map((mistake) => (
        <p key={`${mistake.from} ${mistake.kind}`} class="mistake">
          <Pointed text={text} mistake={mistake} />
          {mistakeWords(mistake)}
        </p>
      ))}
    </>
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

interface SuggestionsProps {
  suggestions: Suggestion[];
  /** By index; -1 for none. */
  chosen: number;
  idOf: (index: number) => string;
  onAccept: (suggestion: Suggestion) => void;
}

export function Suggestions({ suggestions, chosen, idOf, onAccept }: SuggestionsProps) {
  return (
    <>
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keys, and the focus
        <div
          key={suggestion.text}
          id={idOf(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          // The box must not lose the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onAccept(suggestion)}
        >
          <code>{plain(suggestion.value ?? suggestion.text)}</code>
          <span class="split">{fieldWords(suggestion.field)}</span>
        </div>
      ))}
    </>
  );
}
