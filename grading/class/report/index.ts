/** The door of this room: what other rooms may use of it. */
export { makeReport, type ReportMade } from './make-report.js';
export { readClassTexts } from './similar/index.js';
