/** The door of this room: what other rooms may use of it. */
export { Truths, type BareLayers } from './truths.js';
export { createCheck } from './check.js';
export { claim } from './claim.js';
export type { CheckRecord } from './record.js';
export type { ExerciseSession, SessionPart } from './session.js';
export { xorshift } from './xorshift.js';
