/** The door of this room: what other rooms may use of it. */
export { extraTimeOf } from './extra-time.js';
export { fold } from './fold.js';
export { RosterIndex, type Match, type Matched } from './match.js';
export { readRoster, type RosterStudent } from './read-roster.js';
