/**
 * Reads a source, one statement after the other: labels, assignments, directives, macros and instructions.
 */
import { fault, MAX_STATEMENTS, readStatements, StatementReader, type Statement } from '../text/index.js';
import type { Assembly } from './assembly.js';
import { assign, directiveOf } from './directives.js';
import { emitInstruction } from './instruction.js';

/** Reads all statements of `source` into `assembly`. Errors are collected there. */
export function readSource(assembly: Assembly, source: string): void {
  const { errors } = assembly;
  const statements = readStatements(source, errors);
  const last = statements[MAX_STATEMENTS];
  if (last !== undefined) {
    return errors.add(last, `the source has more than ${MAX_STATEMENTS} statements`);
  }
  const reader = new StatementReader(statements);
  for (let statement = reader.next(); statement !== undefined; statement = reader.next()) {
    const current = statement;
    errors.collect(current, () => readStatement(assembly, reader, current));
  }
}

function readStatement(assembly: Assembly, reader: StatementReader, statement: Statement): void {
  const text = defineLabels(assembly, statement);
  if (text === '') {
    return;
  }
  const assignment = /^([A-Za-z_.$][\w.$]*)\s*=(?!=)\s*(.*)$/s.exec(text);
  if (assignment !== null) {
    return assign(assembly, assignment[1] ?? '', assignment[2] ?? '', statement);
  }

  const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  const directive = directiveOf(name);
  const macro = reader.macro(name);
  if (directive !== undefined) {
    directive(assembly, rest, statement);
  } else if (name === '.macro') {
    reader.define(rest);
  } else if (name === '.rept') {
    reader.repeat(() => assembly.number(rest, 'the count of .rept'), statement);
  } else if (name === '.irp') {
    reader.repeatFor(rest, statement);
  } else if (macro !== undefined) {
    reader.call(macro, rest, statement);
  } else if (name.startsWith('.') && name !== '.insn') {
    fault(`unknown directive '${name}'`);
  } else {
    emitInstruction(assembly, text, statement);
  }
}

/** Defines the labels at the start of the statement and returns what follows them. */
function defineLabels(assembly: Assembly, statement: Statement): string {
  let { text } = statement;
  for (let label = labelAt(text); label !== undefined; label = labelAt(text)) {
    assembly.symbols.defineLabel(label.name, assembly.here(), statement.line);
    text = text.slice(label.length);
  }
  return text;
}

function labelAt(text: string): { readonly name: string; readonly length: number } | undefined {
  const match = /^([A-Za-z_.$][\w.$]*|\d+)\s*:\s*/.exec(text);
  return match === null ? undefined : { name: match[1] ?? '', length: match[0].length };
}
