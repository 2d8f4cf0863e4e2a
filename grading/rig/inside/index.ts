/** The door of this room: what the scenarios of exercises may use of it. The process itself begins in serve.ts. */
export { calling, takeUnfinishedCall } from './calling.js';
