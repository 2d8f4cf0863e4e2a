/** How a sandboxed process is started, and what the one who talks with it holds. */
import type { Readable, Writable } from 'node:stream';
import { killGroup, startOrder, type End, type Order } from './order.js';

/** A process that was started, or is about to be. */
export interface Launched {
  /** To its standard input; kept until it can take it. */
  write(text: string | Buffer): void;
  /** Ends it and everything that it may have started. */
  kill(): void;
}

export interface Listener {
  onOutput(chunk: Buffer): void;
  /** What it writes to standard error. */
  onErrors(chunk: Buffer): void;
  /** Once, after all that it wrote. */
  onEnd(end: End): void;
}

export type Launch = (order: Order, listener: Listener) => Launched;

/** Starts it from this very process. */
export const launchHere: Launch = (order, listener) => {
  const child = startOrder(order, ['pipe', 'pipe', 'pipe']);
  const [stdin, stdout, stderr] = child.stdio as unknown as [Writable, Readable, Readable];
  stdin.on('error', () => undefined); // a dead process is told by its end, not by a broken pipe
  stdout.on('data', (chunk: Buffer) => listener.onOutput(chunk));
  stderr.on('data', (chunk: Buffer) => listener.onErrors(chunk));
  child.on('error', ({ message }) => listener.onEnd({ error: message }));
  child.on('close', (code, signal) => listener.onEnd({ code, signal }));
  child.unref();
  return { write: (text) => void stdin.write(text), kill: () => killGroup(child) };
};
