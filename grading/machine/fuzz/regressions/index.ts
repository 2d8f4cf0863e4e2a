/** Failures that were found once, kept as files. */
export { keep, regressionFolder, regressions } from './regressions.js';
