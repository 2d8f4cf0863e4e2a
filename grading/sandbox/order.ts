/** What is to be started, as plain data, and the one place where a process is started with it. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { identityOf, LIFELINE_DESCRIPTOR, PATH_ONLY } from './command.js';
import { openScript } from './open-script.js';

export interface Order {
  readonly file: string;
  readonly args: readonly string[];
  /** The path of a script that it is handed as an open file. */
  readonly script?: string;
  /** A pipe that ends it when whoever started it is gone. */
  readonly lifeline: boolean;
  readonly asNobody: boolean;
  /** With the grader's own environment, for a debugger. */
  readonly inline: boolean;
}

/** How a process ended: as the system tells it, or why it never began. */
export type End =
  { readonly code: number | null; readonly signal: string | null } | { readonly error: string };

/** Starts it in a group of its own, so that one signal ends all of it. `stdio`: its standard input, output and error. */
export function startOrder(order: Order, stdio: readonly ('pipe' | Socket)[]): ChildProcess {
  const script = order.script === undefined ? undefined : openScript(order.script);
  try {
    const child = spawn(order.file, order.args, {
      detached: true,
      env: order.inline ? process.env : PATH_ONLY,
      cwd: '/',
      stdio: [...stdio, script ?? 'ignore', order.lifeline ? 'pipe' : 'ignore'] as StdioOptions,
      ...identityOf(order.asNobody),
    });
    holdLifeline(child);
    return child;
  } finally {
    if (script !== undefined) {
      closeSync(script);
    }
  }
}

/** Ends the process and everything that it may have started. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) {
    return; // it never began
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone: there is nothing left to end.
  }
}

/** Let go of when the process has ended by itself. */
function holdLifeline(child: ChildProcess): void {
  const line = child.stdio[LIFELINE_DESCRIPTOR] as Socket | null | undefined;
  line?.on('error', () => undefined);
  line?.unref();
  child.on('exit', () => line?.destroy());
}
