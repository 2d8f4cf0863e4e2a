/** Words about a student's file, in one line each. */
import ts from 'typescript';

/** Something about a place in the student's own file; lines and columns count from 1. */
export interface Diagnostic {
  /** `08-trap-and-emulate/emulate.ts` */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** One line. */
  readonly message: string;
}

/** A place in a file and what is wrong there; lines and columns count from 1. */
export type Fault = Omit<Diagnostic, 'file'>;

/** TypeScript's own messages, in the order of the file, each once. `name` is how the file is called in them. */
export function toDiagnostics(name: string, found: readonly ts.Diagnostic[]): Diagnostic[] {
  return [...ts.sortAndDeduplicateDiagnostics(found)].map(({ file, start = 0, messageText }) => {
    const message = oneLine(ts.flattenDiagnosticMessageText(messageText, ' '));
    return { file: name, ...positionOf(file, start), message };
  });
}

function positionOf(file: ts.SourceFile | undefined, start: number): { line: number; column: number } {
  if (file === undefined) {
    return { line: 1, column: 1 };
  }
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return { line: line + 1, column: character + 1 };
}

/** A fault at a node of the student's file. */
export function faultAt(node: ts.Node, message: string): Fault {
  const file = node.getSourceFile();
  return { ...positionOf(file, node.getStart(file)), message: oneLine(message) };
}

const MAX_MESSAGE = 1000;

/** On one line, without control characters, and of bounded length: messages quote what students wrote. */
export function oneLine(message: string): string {
  const line = message
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '\u{FFFD}')
    .trim();
  return line.length <= MAX_MESSAGE ? line : `${line.slice(0, MAX_MESSAGE)}…`;
}

/** What it means for the student that a compiler threw: nearly always that it ran out of stack. */
export function explainTooDeep(error: unknown): string {
  const { name, message } = error as Error;
  if (name === 'RangeError') {
    return 'this file is nested too deeply to be read: split up its longest expressions';
  }
  return oneLine(`the compiler gave up on this file (${name}: ${message}): make it simpler`);
}
