/**
 * Remote procedure calls as JSON over a WebSocket or a pair of pipes, in the shape that the DevTools
 * protocol and WebDriver BiDi share: `{id, method, params}` out; an answer with the same id, or an event, in.
 * A call always settles: with the answer, or with an error that names the method.
 */
import { channel } from 'node:diagnostics_channel';
import type { Readable, Writable } from 'node:stream';
import WebSocket from 'ws';

/** Hears of each call, for the record of a journey. */
const calls = channel('browser');

export interface RpcEvent {
  method: string;
  params: Record<string, unknown>;
  /** DevTools protocol only: which attached target it comes from. */
  sessionId?: string;
}

export interface CallOptions {
  /** DevTools protocol only: which attached target is meant. */
  sessionId?: string | undefined;
  /** Milliseconds to wait for the answer; default 30,000. */
  timeoutMs?: number | undefined;
}

/** The other side refused a call, did not answer it, or has gone. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  constructor(
    readonly kind: 'refused' | 'unanswered' | 'gone',
    method: string,
    reason: string,
  ) {
    super(`${method}: ${reason}`);
  }
}

interface Pending {
  method: string;
  sessionId: string | undefined;
  resolve(result: unknown): void;
  reject(error: RpcError): void;
}

/** DevTools: `{id, result}` or `{id, error: {message}}`. BiDi: `{id, type: 'success', result}` or
 * `{id, type: 'error', error: 'code', message}`. */
interface Incoming {
  id?: number | null;
  result?: unknown;
  error?: { message: string } | string;
  message?: string;
  method?: string;
  params?: Record<string, unknown>;
  sessionId?: string;
}

/** Carries messages to the other side and back. */
interface Line {
  send(text: string): void;
  close(): void;
  /** Sets who hears of messages, and of the end. */
  listen(onMessage: (text: string) => void, onEnd: () => void): void;
}

export class Rpc {
  readonly #line: Line;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(event: RpcEvent) => void>();
  #lastId = 0;
  #closed = false;

  private constructor(line: Line) {
    this.#line = line;
    line.listen(
      (text) => this.#receive(JSON.parse(text) as Incoming),
      () => this.#end(),
    );
  }

  /** Connects. @throws RpcError if nobody answers within `timeoutMs` milliseconds. */
  static overWebSocket(url: string, timeoutMs = 10_000): Promise<Rpc> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, {
        perMessageDeflate: false,
        handshakeTimeout: timeoutMs,
        maxPayload: 256 * 1024 * 1024, // screenshots and whole documents come in one message
      });
      socket.once('open', () => resolve(new Rpc(lineOver(socket))));
      socket.once('error', (error) =>
        reject(new RpcError('gone', `connect to ${url}`, error.message)),
      );
    });
  }

  /** Speaks over two pipes of a process, in messages that end with a NUL. */
  static overPipes(toProcess: Writable, fromProcess: Readable): Rpc {
    return new Rpc({
      send: (text) => toProcess.write(`${text}\0`),
      close: () => toProcess.destroy(),
      listen(onMessage, onEnd) {
        let parts: string[] = [];
        fromProcess.setEncoding('utf8');
        fromProcess.on('data', (chunk: string) => {
          const [first = '', ...more] = chunk.split('\0');
          parts.push(first);
          for (const next of more) {
            onMessage(parts.join(''));
            parts = [next];
          }
        });
        fromProcess.once('close', onEnd);
      },
    });
  }

  get open(): boolean {
    return !this.#closed;
  }

  /** Calls `method` and returns its result. @throws RpcError */
  send<T = unknown>(method: string, params: object = {}, options: CallOptions = {}): Promise<T> {
    const { sessionId, timeoutMs = 30_000 } = options;
    if (this.#closed) return Promise.reject(new RpcError('gone', method, 'the browser has gone'));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new RpcError('unanswered', method, `no answer within ${timeoutMs / 1_000} s`));
      }, timeoutMs);
      this.#pending.set(id, {
        method,
        sessionId,
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result as T);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#line.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
      if (calls.hasSubscribers) calls.publish(`${method} ${JSON.stringify(params)}`);
    });
  }

  /** Hears every event until the returned function is called. */
  onEvent(listener: (event: RpcEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Fails the calls to a target that has gone: a browser does not always answer those. */
  abandon(sessionId: string, reason: string): void {
    for (const [id, call] of this.#pending) {
      if (call.sessionId !== sessionId) continue;
      this.#pending.delete(id);
      call.reject(new RpcError('gone', call.method, reason));
    }
  }

  close(): void {
    this.#end();
    this.#line.close();
  }

  #receive(message: Incoming): void {
    if (typeof message.id === 'number') this.#settle(message.id, message);
    else if (message.method !== undefined) {
      const event: RpcEvent = { method: message.method, params: message.params ?? {} };
      if (message.sessionId !== undefined) event.sessionId = message.sessionId;
      for (const listener of [...this.#listeners]) listener(event);
    }
  }

  #settle(id: number, message: Incoming): void {
    const call = this.#pending.get(id);
    if (!call) return;
    this.#pending.delete(id);
    if (message.error === undefined) {
      call.resolve(message.result);
      return;
    }
    const reason =
      typeof message.error === 'string'
        ? `${message.error}: ${message.message ?? ''}`
        : message.error.message;
    call.reject(new RpcError('refused', call.method, reason));
  }

  #end(): void {
    this.#closed = true;
    for (const call of this.#pending.values()) {
      call.reject(new RpcError('gone', call.method, 'the browser has gone'));
    }
    this.#pending.clear();
  }
}

function lineOver(socket: WebSocket): Line {
  return {
    send: (text) => socket.send(text),
    close: () => socket.close(),
    listen(onMessage, onEnd) {
      socket.on('message', (data) => onMessage(data.toString()));
      socket.on('close', onEnd);
      socket.on('error', onEnd);
    },
  };
}
