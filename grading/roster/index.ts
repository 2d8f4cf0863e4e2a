/** The door of this room: what other rooms may use of it. */
export { readCsv, writeCsv, type CsvRow } from './csv.js';
export { extraTimeOf, MOST_EXTRA_HOURS, unreadExtraTime } from './extra-time.js';
export { fold, waysToWrite } from './fold.js';
export { parseRoster, readRoster, type RosterStudent } from './read-roster.js';
export { readTextFile } from './read-text.js';
