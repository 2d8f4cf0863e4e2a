/** The door of this room. Each command is loaded when it is called. */
import { later } from '../../command-line/index.js';

export { runHelp } from './run-help.js';
export const run = later(async () => (await import('./run.js')).runCommand);
