/** The door of this room: what other rooms may use of it. */
export { RecordsFolder, TakenByAnother } from './records-folder.js';
