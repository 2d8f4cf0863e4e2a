/** What a mutation operator is: it looks at one node of the syntax tree, and says what could stand there instead. */
import type ts from 'typescript';

/** `text` in place of what stands from `start` to `end` in the file. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The changes at this node alone; nodes inside it are asked by themselves. Most give wrong types; those are skipped later. */
export type Operator = (node: ts.Node, imported: Imported) => readonly Change[];

/** The values that a file imports from the layers, by name: numbers, and tables such as `Csr`. */
export type Imported = ReadonlyMap<string, unknown>;

/** Each of `texts` in place of `node`. */
export function instead(node: ts.Node, ...texts: readonly string[]): Change[] {
  const [start, end] = [node.getStart(), node.getEnd()];
  return texts.map((text) => ({ start, end, text }));
}

/** `text` put in at `position`. */
export function inserted(position: number, text: string): Change {
  return { start: position, end: position, text };
}
