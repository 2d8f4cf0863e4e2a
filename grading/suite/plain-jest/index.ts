/** The door of this room: what other rooms may use of it. Jest itself loads setup.ts; its settings are jest-settings.ts. */
export { type JestExercise, SESSION_VARIABLE, writeSession } from './jest-session.js';
