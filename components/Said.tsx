/* Tells those who hear the page what has changed in it, in few words: what stands there as it opens
 * they come upon by themselves; what changes often is said now and then; what comes and goes again
 * meanwhile is not said at all. Seconds and ages have no place in it. */
import { useEffect, useRef, useState } from 'preact/hooks';

interface SaidProps {
  /** What is so now; empty if there is nothing to say. */
  words: string;
  /** Milliseconds from one time to the next. By default each change is said. */
  everyMs?: number;
  /** What the person did that these words answer. They are said whenever that is another, as soon as
   * it rests: not for each letter. */
  answers?: string;
  /** What is known already. By default what is so at first; empty where that is news. */
  known?: string;
}

/** For what may change with each poll. */
export const NOW_AND_THEN_MS = 30_000;

const REST_MS = 1_000;
/** Then it is gone, so that nobody comes upon it a second time beside what it tells of. */
const STAYS_MS = 5_000;

export function Said({ words, everyMs = 0, answers = '', known = words }: SaidProps) {
  const last = useRef({ words: known, answers, atMs: Number.NEGATIVE_INFINITY });
  // An object of its own each time: the same words can be said again.
  const [saying, setSaying] = useState({ words: '' });

  useEffect(() => {
    const isAnswer = answers !== last.current.answers;
    if (words === last.current.words && !isAnswer) return;
    const dueMs = isAnswer ? REST_MS : last.current.atMs + everyMs - Date.now();
    const timer = setTimeout(
      () => {
        last.current = { words, answers, atMs: Date.now() };
        setSaying({ words });
      },
      Math.max(0, dueMs),
    );
    return () => clearTimeout(timer);
  }, [words, answers, everyMs]);

  useEffect(() => {
    if (saying.words === '') return;
    const timer = setTimeout(() => setSaying({ words: '' }), STAYS_MS);
    return () => clearTimeout(timer);
  }, [saying]);

  return (
    <span class="unseen" role="status">
      {saying.words}
    </span>
  );
}
