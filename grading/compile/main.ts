/**
 * The compiler's process: `node compile.js LAB`. Reads requests from standard input and answers on standard output, one
 * line of JSON each (`protocol.ts`). It reads text that nobody trusts, and runs none of it.
 */
import { createInterface } from 'node:readline';
import { compilePart } from './compile-part.js';
import { readNamesForParts } from './rules/index.js';
import type { CompileReply, CompileRequest, PartText, TypesReply, TypesRequest } from './protocol.js';
import { TypeChecker } from './type-check.js';

const [root] = process.argv.slice(2);
if (root === undefined) {
  throw new Error('usage: compile.js LAB, the folder of the lab');
}
const names = readNamesForParts(root);
const types = new TypeChecker(root);

createInterface({ input: process.stdin, crlfDelay: Infinity }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
});

function answer(line: string): CompileReply | TypesReply {
  const request = readRequest(line);
  if (request !== undefined) {
    return 'parts' in request
      ? { id: request.id, diagnostics: types.check(request.parts) }
      : compilePart(request, names);
  }
  const message = 'the compiler was not asked for anything that it knows; this is the grader’s fault';
  return { id: -1, ok: false, errors: [{ file: '', line: 1, column: 1, message }] };
}

function readRequest(line: string): CompileRequest | TypesRequest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isRequest(value) ? value : undefined;
}

function isRequest(value: unknown): value is CompileRequest | TypesRequest {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { id, parts } = value as Record<string, unknown>;
  return typeof id === 'number' && (Array.isArray(parts) ? parts.every(isPart) : isPart(value));
}

function isPart(value: unknown): value is PartText {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { exercise, file, text } = value as Record<string, unknown>;
  const isName = (name: unknown) => typeof name === 'string' && /^[\w-][\w.-]*$/.test(name);
  return isName(exercise) && isName(file) && typeof text === 'string';
}
