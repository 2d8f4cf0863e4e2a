/** The mode full/trap-and-emulate. */
export { trapAndEmulate } from './trap-and-emulate.js';
