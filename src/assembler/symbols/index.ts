/** The door of `symbols`: sections, expressions, and the symbols that they name. */
export { evaluate, isNumber, known, type Expression, type Value } from './expression.js';
export { parseExpression } from './parse-expression.js';
export { Section, sectionKinds, type SectionKind } from './section.js';
export { SymbolTable } from './symbol-table.js';
