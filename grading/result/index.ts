/** The records that cross the grader's boundaries: results, manifests, known-wrong answers, and notes of a run. */
export { hintLabel, hintsOf } from './hints.js';
export {
  checkWrongAnswer,
  parseManifest,
  type Manifest,
  type ManifestCheck,
  type ManifestPart,
  type WrongAnswer,
} from './manifest.js';
export { requireKnownVersion } from './known-version.js';
export { parseResult, validateResult } from './read-result.js';
export type {
  CheckResult,
  Diagnostic,
  ExerciseResult,
  Result,
  SourceLocation,
  Verdict,
  Visibility,
} from './result.js';
export type { RunNotes } from './run-notes.js';
export { createSchema } from './schema.js';
export { SchemaError } from './schema-error.js';
export { stringifyResult } from './stringify.js';
