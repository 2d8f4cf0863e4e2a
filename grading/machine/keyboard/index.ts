/** The door of this room: who types at a guest's console. */
export type { Computer } from './computer.js';
export { ESCAPE_HELP, EscapeKeys } from './escape-keys.js';
export { type Command, readScript, ScriptError } from './input-script.js';
export type { Player } from './player.js';
export { ScriptPlayer } from './script-player.js';
export { Typist } from './typist.js';
