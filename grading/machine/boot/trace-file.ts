/** Writes a trace to a file, one event a line, as JSON or for people. */
import { traceJson, traceLine } from '../../../src/assembler/index.js';
import type { Booted } from './booted.js';
import { OutputFile } from './output-file.js';

export type TraceFormat = 'json' | 'text';

const CHUNK = 64 * 1024;

/** Returns the function that writes the rest and closes the file. */
export function traceTo(file: string, booted: Booted, format: TraceFormat = 'json'): () => void {
  const line = format === 'text' ? traceLine : traceJson;
  const output = new OutputFile(file, 'the trace');
  let pending = '';
  const write = (): void => {
    const text = pending;
    pending = '';
    output.write(text);
  };
  const end = booted.trace((event) => {
    pending += line(event) + '\n';
    if (pending.length > CHUNK) {
      write();
    }
  });
  return () => {
    end();
    write();
    output.close();
  };
}
