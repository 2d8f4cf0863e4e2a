/** From a place in a compiled script to the place in the student's file that it came from. */
import { SourceMap } from 'node:module';

export interface Position {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** `map` is the source map of the script. Undefined for the lines that the compiler itself added around the student's code. */
export function mapPosition(map: string, line: number, column: number): Position | undefined {
  const sourceMap = new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]);
  const entry = sourceMap.findEntry(line - 1, column - 1);
  if (!('originalLine' in entry)) {
    return undefined;
  }
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
