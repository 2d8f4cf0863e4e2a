/** The door of this room: what other rooms may import from it. */
export { CodePages } from './code-pages.js';
export type { Engine } from './engine.js';
export { Interpreter } from './interpreter.js';
