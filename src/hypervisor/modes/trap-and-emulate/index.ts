/** The mode full/trap-and-emulate, and what a mode needs that adds to it. */
export { TrapAndEmulateGuest, trapAndEmulate } from './trap-and-emulate.js';
