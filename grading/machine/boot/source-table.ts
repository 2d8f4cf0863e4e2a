/** The lines of a program's source by address, from a table beside its file: NAME.lines beside NAME.elf, as the kernel's build writes it. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceLines } from '../../../src/guests/index.js';

/** The line of an address as `trap.S:42`. Knows none where there is no table. */
export function sourceTableOf(file: string): (address: number) => string | undefined {
  const table = file.replace(/\.elf$/, '.lines');
  if (table === file || !existsSync(table)) {
    return () => undefined;
  }
  const lines = new SourceLines(readFileSync(table, 'utf8'));
  return (address) => {
    const found = lines.at(address);
    return found && `${found.file}:${found.line}`;
  };
}
