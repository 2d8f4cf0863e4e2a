/**
 * How much a source may ask for. Sources come from students too: `.rept 1000000000` must end in one clear line.
 */
export const MAX_ERRORS = 20; // reported in one run; the rest is counted
export const MAX_STATEMENTS = 100_000; // in the source, and put in by macros and repetitions
export const MAX_STATEMENT_LENGTH = 1024; // characters, after macro arguments are put in
export const MAX_MACRO_DEPTH = 100; // macros that call macros; GNU as stops there too
export const MAX_IMAGE_BYTES = 4 * 1024 * 1024; // .bss holds no bytes and may be as large as memory
export const MAX_EXPRESSION_OPERATORS = 200; // in one expression
export const MAX_DEFINITION_DEPTH = 200; // symbols that are defined through symbols that are defined later
