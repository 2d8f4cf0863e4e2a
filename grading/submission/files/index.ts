/** The door of this room: what other rooms may import from it. */
export { FolderSource } from './folder.js';
export { defaultLimits, type SubmissionLimits, tooLarge, tooLargePacked } from './limits.js';
export { isArchiveName, openArchive } from './open-archive.js';
export { explainSystemError, readWholeFile } from './read-file.js';
export { byName, type Entry, isClutter, type Source } from './source.js';
export { legibleName, SubmissionError } from './submission-error.js';
export { readZipFile } from './zip.js';
