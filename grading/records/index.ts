/** The door of this room: what other rooms may use of it. */
export { isNoVerdict, pageTexts, recordTexts, resultText } from './record-texts.js';
export { RecordsFolder, TakenByAnother } from './records-folder.js';
