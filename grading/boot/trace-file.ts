/** Writes a machine's trace to a file, one event a line, as JSON or for people. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { traceJson, traceLine } from '../../src/assembler/index.js';
import type { Machine } from '../../src/machine/index.js';
import { BootError } from './boot-error.js';

export type TraceFormat = 'json' | 'text';

const CHUNK = 64 * 1024;

/** Returns the function that writes the rest and closes the file. */
export function traceTo(file: string, machine: Machine, format: TraceFormat = 'json'): () => void {
  const line = format === 'text' ? traceLine : traceJson;
  const handle = open(file);
  let pending = '';
  const write = (): void => {
    writeFileSync(handle, pending); // all of it: writeSync may write a part, to a pipe
    pending = '';
  };
  machine.trace = (event) => {
    pending += line(event) + '\n';
    if (pending.length > CHUNK) write();
  };
  return () => {
    machine.trace = undefined;
    write();
    closeSync(handle);
  };
}

function open(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BootError(
      `${file}: the trace cannot be written there (${code}): name a file that you may write`,
    );
  }
}
