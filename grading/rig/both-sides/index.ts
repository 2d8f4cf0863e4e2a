/** The door of this room: what other rooms may use of it. */
export { DEFAULT_BUDGET, defineRig, type Rig } from './define-rig.js';
export { errorText, kindOf } from './kind-of.js';
export type { FailureKind, RigAnswer, RigFailure, RigReply, RigRequest, ScriptPosition } from './protocol.js';
export { RigFault } from './rig-fault.js';
export { guestOf, packImage, type SentGuest, type SentImage, unpackImage } from './sent-guest.js';
export { spellEntry } from './spell-entry.js';
export { spellNumber } from './spell-number.js';
export { writeInLine, writeValue } from './write-value.js';
