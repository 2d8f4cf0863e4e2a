/**
 * How much a source may ask for. Students write sources too: `.rept 1000000000` must end with one clear line.
 */
export const MAX_ERRORS = 20; // reported in one run; the others are only counted
export const MAX_STATEMENTS = 100_000; // of the source, its macros and its repetitions together
export const MAX_STATEMENT_LENGTH = 1024; // characters, after the arguments of a macro are inserted
export const MAX_MACRO_DEPTH = 100; // macros that call macros; GNU as has the same limit
export const MAX_IMAGE_BYTES = 4 * 1024 * 1024; // without .bss, which holds no bytes and may be as large as memory
export const MAX_EXPRESSION_OPERATORS = 200; // in one expression
export const MAX_DEFINITION_DEPTH = 200; // a symbol defined by a symbol that is defined further down, and so on
