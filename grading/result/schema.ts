/** Checks data against a JSON schema of grading/schemas with ajv, and reads JSON text that has one. */
import { Ajv, type SchemaObject, type ErrorObject } from 'ajv';
import { SchemaError } from './schema-error.js';
import { describeViolation } from './violation.js';

export interface Schema<T> {
  /** @throws SchemaError with a line for each violation. */
  check(value: unknown, file: string): T;
  /** The value that the JSON text stands for. @throws SchemaError for what is not JSON or breaks the schema. */
  parse(text: string, file: string): T;
}

/**
 * `rules` are asked once the schema holds; they return a line for each violation that a schema cannot express, such as
 * two checks of one name.
 */
export function createSchema<T>(schema: SchemaObject, rules: (value: T) => readonly string[]): Schema<T> {
  const matches = new Ajv({ allErrors: true, verbose: true }).compile<T>(schema);
  const check = (value: unknown, file: string): T => {
    if (!matches(value)) {
      throw new SchemaError(file, describeAll(matches.errors ?? []));
    }
    const violations = rules(value);
    if (violations.length > 0) {
      throw new SchemaError(file, violations);
    }
    return value;
  };
  return { check, parse: (text, file) => check(parseJson(text, file), file) };
}

/** More lines than this help nobody. */
const MAX_VIOLATIONS = 20;

function describeAll(errors: readonly ErrorObject[]): string[] {
  const lines = [...new Set(errors.map(describeViolation))];
  if (lines.length <= MAX_VIOLATIONS) {
    return lines;
  }
  return [...lines.slice(0, MAX_VIOLATIONS), `and ${lines.length - MAX_VIOLATIONS} more violations`];
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
    throw new SchemaError(file, [
      `is not JSON: ${reason}; mend it there, or begin again from another file of its kind`,
    ]);
  }
}
