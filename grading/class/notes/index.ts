/** The door of this room: what other rooms may use of it. */
export type { NotesFile } from './class-notes.js';
export { hoursLate, instructorPart, studentRemarks, unreadTimeOf } from './instructor-part.js';
export { readNotes } from './read-notes.js';
export { noNotes, resolveNotes, type ClassNotes } from './resolve.js';
