/* Of a long list only what is in view is in the page, with some rows above and below it. Rows have
 * one height, so that where each stands is known without measuring (50,000 of them included). Styles
 * set it, as `--row`, by the person's text size and by the room there is. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows beside those in view: for a quick wheel, and for who reads ahead of the eyes. */
const BESIDE = 20;
/** What heights are taken for until they are known. */
const LIKELY = { rowPx: 42, headPx: 28, viewPx: 420 };
/** Those come once the person rests, who may be typing what is to be seen. */
const REST_MS = 150;
/** Rows that are let pass by before the page is changed. */
const STEP = 10;

interface Heights {
  rowPx: number;
  /** Of the scroller, without what stays above the rows in it (`--head`). */
  viewPx: number;
}

interface WindowOptions {
  count: number;
  /** What was asked to be seen, where that is asked for. */
  asked?: string;
  /** A row that stays in the page wherever it is: the keyboard is in it. */
  pinned: number | null;
}

export interface ListWindow {
  scroller: RefObject<HTMLDivElement | null>;
  /** Which rows are in the page, in their order. */
  indices: number[];
  heightPx: number;
  rowPx: number;
  onScroll: () => void;
  /** Brings a row into view, by as little as it takes. */
  reveal: (index: number) => void;
  /** Whether most of a row is in view. */
  isInView: (index: number) => boolean;
  /** Rows that fit into view. */
  pageSize: number;
}

export function useWindow({ count, asked = '', pinned }: WindowOptions): ListWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const scrollTop = () => scroller.current?.scrollTop ?? 0;
  const [{ rowPx, viewPx }, setHeights] = useState<Heights>(LIKELY);
  const [step, setStep] = useState(0);
  /** Where the first row in view stands; read when it is scrolled, for reading it lays out the page. */
  const top = useRef(0);
  const follow = (heightPx = rowPx) => {
    top.current = Math.floor(scrollTop() / heightPx);
    setStep(Math.floor(top.current / STEP));
  };
  const measure = () => {
    if (!scroller.current) return;
    const heights = heightsOf(scroller.current);
    setHeights((was) => (isSame(heights, was) ? was : heights));
    follow(heights.rowPx);
  };
  // The first screen is painted by itself, and its surroundings after it.
  const [surrounded, setSurrounded] = useState<string | null>(null);
  const beside = surrounded === asked ? BESIDE : 0;
  useEffect(() => {
    const timer = setTimeout(() => setSurrounded(asked), REST_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  // There is no scroller while there are no rows, and then it is another one.
  const watched = useRef<HTMLDivElement | null>(null);
  const observer = useRef<ResizeObserver | null>(null);
  useLayoutEffect(() => {
    if (scroller.current === watched.current) return;
    watched.current = scroller.current;
    observer.current ??= new ResizeObserver(measure);
    observer.current.disconnect();
    // What is in it grows with the text, and it need not.
    for (const each of [scroller.current, scroller.current?.firstElementChild]) {
      if (each) observer.current.observe(each);
    }
    top.current = 0;
    setStep(0);
  });
  useEffect(() => () => observer.current?.disconnect(), []);

  const pageSize = Math.max(1, Math.floor(viewPx / rowPx));
  const from = beside === 0 ? top.current : step * STEP;
  const ahead = beside === 0 ? 1 : STEP + beside;
  const first = Math.max(0, Math.min(from, count - pageSize) - beside);
  const last = Math.min(count, from + Math.ceil(viewPx / rowPx) + ahead);
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
    rowPx,
    pageSize,
    onScroll() {
      follow();
      setSurrounded(asked);
    },
    isInView: (index) => Math.abs(scrollTopFor(index) - scrollTop()) < rowPx / 2,
    reveal(index) {
      if (scroller.current) scroller.current.scrollTop = scrollTopFor(index);
    },
  };
}

function heightsOf(scroller: HTMLElement): Heights {
  const style = getComputedStyle(scroller);
  const rowPx = pxOf(style, '--row') ?? LIKELY.rowPx;
  const headPx = pxOf(style, '--head') ?? LIKELY.headPx;
  return { rowPx, viewPx: Math.max(0, scroller.clientHeight - headPx) || LIKELY.viewPx };
}

function isSame(a: Heights, b: Heights): boolean {
  return a.rowPx === b.rowPx && a.viewPx === b.viewPx;
}

function pxOf(style: CSSStyleDeclaration, name: string): number | null {
  const px = Number.parseFloat(style.getPropertyValue(name));
  return Number.isNaN(px) ? null : px;
}
