/** Reads a result and checks it, against its schema and against what no schema can say (rules.ts). */
import resultSchema from '../schemas/result.schema.json';
import type { Result } from './result.js';
import { resultRules } from './rules.js';
import { createSchema } from './schema.js';

/** The value as a Result. @throws SchemaError; `file` stands in its message. */
export function validateResult(value: unknown, file = 'result.json'): Result {
  return results.check(value, file);
}

/** @throws SchemaError for what is not JSON, or breaks the schema or a sum. */
export function parseResult(text: string, file = 'result.json'): Result {
  return results.parse(text, file);
}

const results = createSchema<Result>(resultSchema, resultRules);
