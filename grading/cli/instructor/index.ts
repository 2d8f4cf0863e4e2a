/** The door of this room. Each command is loaded when it is called. */
import { later } from '../../command-line/index.js';

export const grade = later(async () => (await import('./grade.js')).gradeCommand);
export const gradeClass = later(async () => (await import('./class.js')).classCommand);
export const regrade = later(async () => (await import('./class.js')).regradeCommand);
export const worker = later(async () => (await import('./class.js')).workerCommand);
export const report = later(async () => (await import('./report.js')).reportCommand);
export const verify = later(async () => (await import('./verify.js')).verifyCommand);
export const handout = later(async () => (await import('./handout.js')).handoutCommand);
export const exportResults = later(async () => (await import('./export.js')).exportCommand);
