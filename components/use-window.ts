/* Of a long list only what is in view is in the page, with some rows above and below it. Rows have
 * one height, so that where each stands is known without measuring (50,000 of them included). */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows beside those in view: for a quick wheel, and for who reads ahead of the eyes. */
const BESIDE = 20;
/** What the height is taken for until it is measured. */
const LIKELY_HEIGHT_PX = 420;
/** Rows that are let pass by before the page is changed. */
const STEP = 10;

interface WindowOptions {
  count: number;
  rowPx: number;
  /** Of what stays above the rows in the scroller. */
  headPx: number;
  /** A row that stays in the page wherever it is: the keyboard is in it. */
  pinned: number | null;
}

export interface ListWindow {
  scroller: RefObject<HTMLDivElement | null>;
  /** Which rows are in the page, in their order. */
  indices: number[];
  heightPx: number;
  onScroll: () => void;
  /** Brings a row into view, by as little as it takes. */
  reveal: (index: number) => void;
  /** Whether most of a row is in view. */
  isInView: (index: number) => boolean;
  /** Rows that fit into view. */
  pageSize: number;
}

export function useWindow({ count, rowPx, headPx, pinned }: WindowOptions): ListWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const scrollTop = () => scroller.current?.scrollTop ?? 0;
  const onScroll = () => setStep(Math.floor(scrollTop() / rowPx / STEP));
  const [viewPx, setViewPx] = useState(LIKELY_HEIGHT_PX);
  const [step, setStep] = useState(0);
  // The first screen is painted by itself, and its surroundings after it.
  const [beside, setBeside] = useState(0);

  useEffect(() => {
    const frame = requestAnimationFrame(() => setBeside(BESIDE));
    return () => cancelAnimationFrame(frame);
  }, []);
  // There is no scroller while there are no rows, and then it is another one.
  const watched = useRef<HTMLDivElement | null>(null);
  const observer = useRef<ResizeObserver | null>(null);
  useLayoutEffect(() => {
    if (scroller.current === watched.current) return;
    watched.current = scroller.current;
    observer.current ??= new ResizeObserver(([entry]) => {
      const { clientHeight = 0 } = entry?.target ?? {};
      setViewPx(clientHeight - headPx || LIKELY_HEIGHT_PX);
    });
    observer.current.disconnect();
    if (scroller.current) observer.current.observe(scroller.current);
    onScroll();
  });
  useEffect(() => () => observer.current?.disconnect(), []);

  const pageSize = Math.max(1, Math.floor(viewPx / rowPx));
  const first = Math.max(0, Math.min(step * STEP, count - pageSize) - beside);
  const last = Math.min(count, step * STEP + STEP + Math.ceil(viewPx / rowPx) + beside);
  const indices = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  if (pinned !== null && pinned < first) indices.unshift(pinned);
  else if (pinned !== null && pinned >= last && pinned < count) indices.push(pinned);

  /** Where it must be scrolled to for a row to be in view, by as little as it takes. */
  const scrollTopFor = (index: number) =>
    Math.max(index * rowPx + rowPx - viewPx, Math.min(index * rowPx, scrollTop()));

  return {
    scroller,
    indices,
    heightPx: count * rowPx,
    pageSize,
    onScroll,
    isInView: (index) => Math.abs(scrollTopFor(index) - scrollTop()) < rowPx / 2,
    reveal(index) {
      if (scroller.current) scroller.current.scrollTop = scrollTopFor(index);
    },
  };
}
