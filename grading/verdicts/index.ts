/** The door of this room: what other rooms may use of it. */
export { checkIds } from './check-ids.js';
export { joinVerdicts, skippedChecks } from './verdicts.js';
