/** The door of `text`: a source becomes statements, and what is wrong with it becomes lines. */
export { AsmError, ErrorList, fault, type Place } from './errors.js';
export { MAX_DEFINITION_DEPTH, MAX_EXPRESSION_OPERATORS, MAX_IMAGE_BYTES, MAX_STATEMENTS } from './limits.js';
export { readCharacter, stringBytes } from './literals.js';
export { StatementReader } from './statement-reader.js';
export { readStatements, splitAtCommas, type Statement } from './statements.js';
