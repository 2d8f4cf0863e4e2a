/** The door of this room: what other rooms may use of it. */
export { classRecord, stateOf } from './class-json.js';
export { viewClass, viewStudents, type AttemptView, type ClassView, type StudentView } from './class-view.js';
export { StudentFolders } from './student-folders.js';
