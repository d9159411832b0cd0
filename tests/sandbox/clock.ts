/**
 * The sandbox's own time. Everything the API says about time comes from here (the Date header,
 * session lives, rate windows), so that a test can make half an hour pass in no time at all.
 */
export class Clock {
  #anchorMs: number;
  #anchorRealMs: number;
  #speed: number;
  readonly #realNow: () => number;

  /** `speed`: seconds of sandbox time per real second; 0 stands still. */
  constructor(options: { nowMs?: number; speed?: number; realNow?: () => number } = {}) {
    this.#realNow = options.realNow ?? Date.now;
    this.#anchorRealMs = this.#realNow();
    this.#anchorMs = options.nowMs ?? this.#anchorRealMs;
    this.#speed = options.speed ?? 1;
  }

  /** Unix milliseconds, whole. */
  now(): number {
    return Math.floor(this.#anchorMs + (this.#realNow() - this.#anchorRealMs) * this.#speed);
  }

  /** Jumps to a moment; time runs on from there. */
  set(nowMs: number): void {
    this.#anchorMs = nowMs;
    this.#anchorRealMs = this.#realNow();
  }

  advance(byMs: number): void {
    this.set(this.now() + byMs);
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.set(this.now());
    this.#speed = speed;
  }
}

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** RFC 3339 in UTC, with a fraction only where there is one: `2026-01-31T09:30:00Z`. */
export function rfc3339(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}
