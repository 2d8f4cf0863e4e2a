/** Reads a result and checks it, against its schema and against what no schema can say (rules.ts). */
import resultSchema from '../schemas/result.schema.json';
import { requireKnownVersion } from './known-version.js';
import type { Result } from './result.js';
import { resultRules } from './rules.js';
import { createSchema } from './schema.js';

/** The value as a Result. @throws SchemaError; `file` stands in its message. */
export function validateResult(value: unknown, file = 'result.json'): Result {
  return results.check(value, file);
}

/** @throws SchemaError for what is not JSON, is of a newer version, or breaks the schema or a sum. */
export function parseResult(text: string, file = 'result.json'): Result {
  requireKnownVersion(text, VERSION, file);
  return results.parse(text, file);
}

const VERSION = 2;
const results = createSchema<Result>(resultSchema, resultRules);
