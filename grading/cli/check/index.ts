/** The door of this room. Each command is loaded when it is called. */
import { later } from '../../command-line/index.js';

export const check = later(async () => (await import('./check.js')).checkCommand);
