/** Random guests that differed once, kept as files. */
export { keep, regressions } from './regressions.js';
export type { Regression } from './regression-file.js';
