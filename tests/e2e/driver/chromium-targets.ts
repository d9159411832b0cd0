/**
 * Chromium's targets (tabs, popups, workers): which exist, and a session with each. The browser
 * attaches us to every one as it appears, so none can come and go unheard.
 */
import { type Rpc, RpcError, type RpcEvent } from './rpc.ts';
import { isThere, waitFor } from './wait.ts';

export interface TargetInfo {
  targetId: string;
  /** `page` for tabs and popups, `service_worker`, `other` while a page is being made. */
  type: string;
  url: string;
}

interface RemoteObject {
  objectId?: string;
  value?: unknown;
}

interface Evaluation {
  result: RemoteObject;
  exceptionDetails?: { text: string; exception?: { description?: string; value?: unknown } };
}

/** The line to one target. */
export class CdpSession {
  readonly #rpc: Rpc;
  readonly #handlers = new Map<string, (params: never) => void>();
  #open = true;

  constructor(
    rpc: Rpc,
    readonly id: string,
    readonly targetId: string,
  ) {
    this.#rpc = rpc;
  }

  /** False once the target, or the whole browser, has gone. */
  get open(): boolean {
    return this.#open && this.#rpc.open;
  }

  /** @throws RpcError, also when the target has gone */
  send<T = unknown>(method: string, params: object = {}): Promise<T> {
    if (!this.#open)
      return Promise.reject(new RpcError('gone', method, 'the page or worker is closed'));
    return this.#rpc.send<T>(method, params, { sessionId: this.id });
  }

  /** One handler per event name. */
  on<P>(method: string, handler: (params: P) => void): void {
    this.#handlers.set(method, handler);
  }

  /** Runs an expression in the target; its awaited value. `userGesture`: as if a person had clicked.
   * @throws Error with what it threw */
  async evaluate<T>(expression: string, { userGesture = false } = {}): Promise<T> {
    const options = { expression, userGesture, awaitPromise: true, returnByValue: true };
    return this.#valueOf<T>(await this.send<Evaluation>('Runtime.evaluate', options));
  }

  /** Like `evaluate`, for a value that stays in the page; undefined if it is null there. */
  async handle(expression: string): Promise<string | undefined> {
    const { result } = await this.send<Evaluation>('Runtime.evaluate', { expression });
    return result.objectId;
  }

  /** Calls a function of the page (source text) with an object of the page as `this`. */
  async callOn<T>(objectId: string, functionSource: string, ...args: unknown[]): Promise<T> {
    const evaluation = await this.send<Evaluation>('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: functionSource,
      arguments: args.map((value) => ({ value })),
      awaitPromise: true,
      returnByValue: true,
    });
    return this.#valueOf<T>(evaluation);
  }

  /** For `Targets` only. */
  dispatch(event: RpcEvent): void {
    this.#handlers.get(event.method)?.(event.params as never);
  }

  /** For `Targets` only: the target has gone, or we let go of it. */
  end(): void {
    this.#open = false;
    this.#rpc.abandon(this.id, 'the page or worker was closed meanwhile');
  }

  #valueOf<T>({ result, exceptionDetails }: Evaluation): T {
    if (!exceptionDetails) return result.value as T;
    const { text, exception } = exceptionDetails;
    throw new Error(exception?.description ?? `${text} ${String(exception?.value ?? '')}`);
  }
}

/** Hears of each new session before anything else does. */
export type OnAttached = (session: CdpSession, targets: Targets) => void;

export class Targets {
  readonly #rpc: Rpc;
  readonly #infos = new Map<string, TargetInfo>();
  /** By session id. */
  readonly #sessions = new Map<string, CdpSession>();
  readonly #onAttached: OnAttached;

  private constructor(rpc: Rpc, onAttached: OnAttached) {
    this.#rpc = rpc;
    this.#onAttached = onAttached;
    rpc.onEvent((event) => this.#receive(event));
  }

  /** Attaches to all that exists and to all that will. `onAttached` hears of each first. */
  static async follow(rpc: Rpc, onAttached: OnAttached): Promise<Targets> {
    const targets = new Targets(rpc, onAttached);
    await rpc.send('Target.setDiscoverTargets', { discover: true });
    await rpc.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: true,
    });
    return targets;
  }

  info(targetId: string): TargetInfo | undefined {
    return this.#infos.get(targetId);
  }

  /** Sessions with the targets that match, oldest first. */
  sessions(matches: (info: TargetInfo) => boolean): CdpSession[] {
    return [...this.#sessions.values()].filter((session) => {
      const info = this.#infos.get(session.targetId);
      return info !== undefined && matches(info);
    });
  }

  /** Opens a page that nobody sees, and that takes the place of nothing; not waited for to load. */
  async openHidden(url: string): Promise<CdpSession> {
    const params = { url, hidden: true, background: true };
    const { targetId } = await this.#rpc.send<{ targetId: string }>('Target.createTarget', params);
    return waitFor(
      `the hidden page ${url} to be attached`,
      () => this.sessions((info) => info.targetId === targetId)[0],
      isThere,
    );
  }

  #receive({ method, params, sessionId }: RpcEvent): void {
    if (method === 'Target.targetCreated' || method === 'Target.targetInfoChanged') {
      const { targetInfo } = params as unknown as { targetInfo: TargetInfo };
      this.#infos.set(targetInfo.targetId, targetInfo);
    } else if (method === 'Target.attachedToTarget') {
      const attached = params as unknown as { sessionId: string; targetInfo: TargetInfo };
      const { targetInfo } = attached;
      this.#infos.set(targetInfo.targetId, targetInfo);
      const session = new CdpSession(this.#rpc, attached.sessionId, targetInfo.targetId);
      this.#sessions.set(session.id, session);
      this.#onAttached(session, this);
    } else if (method === 'Target.detachedFromTarget') {
      const { sessionId: ended } = params as unknown as { sessionId: string };
      this.#sessions.get(ended)?.end();
      this.#sessions.delete(ended);
    } else if (method === 'Target.targetDestroyed' || method === 'Target.targetCrashed') {
      this.#infos.delete((params as unknown as { targetId: string }).targetId);
    } else if (sessionId !== undefined) {
      this.#sessions.get(sessionId)?.dispatch({ method, params, sessionId });
    }
  }
}
