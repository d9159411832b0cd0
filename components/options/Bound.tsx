/* A bound within a sentence. What is typed counts once the typing pauses, and needs no button; what
 * makes no sense is answered, and the bound before it stays in force. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { NO_AUTOFILL } from '../no-autofill.ts';

interface BoundProps {
  /** Ids of what names it. */
  labelledBy: string;
  type?: keyof typeof TYPES;
  value: number;
  print: (value: number) => string;
  /** Null for text that can't be a bound. */
  read: (text: string) => number | null;
  /** What can be, and what is in force until then. */
  wrong: string;
  onValue: (value: number) => void;
}

const PAUSE_MS = 300;

const TYPES = {
  text: { type: 'text', inputMode: 'numeric' },
  time: { type: 'time' },
} as const;

export function Bound({ labelledBy, type = 'text', value, wrong, ...rest }: BoundProps) {
  const { print, read, onValue } = rest;
  const [text, setText] = useState(print(value));
  const [isWrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const answer = useId();

  const settle = (typed: string) => {
    clearTimeout(timer.current);
    const meant = read(typed);
    setWrong(meant === null);
    if (meant !== null && meant !== value) onValue(meant);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  // It may be changed in another page, but not under the fingers of who types here.
  useEffect(() => {
    if (document.activeElement !== field.current && !isWrong) setText(print(value));
  }, [value]);

  return (
    <>
      <input
        ref={field}
        {...TYPES[type]}
        class={`bound ${type}`}
        {...NO_AUTOFILL}
        value={text}
        aria-labelledby={labelledBy}
        aria-invalid={isWrong}
        aria-describedby={answer}
        onInput={({ currentTarget: { value: typed } }) => {
          setText(typed);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => settle(typed), PAUSE_MS);
        }}
        onChange={({ currentTarget }) => settle(currentTarget.value)}
      />
      <span id={answer} role="alert" class="bound-answer wrong">
        {isWrong && wrong}
      </span>
    </>
  );
}
