/** The door of `assemble`: from a source to a program. */
export { assemble, type AssembleOptions, type ListingEntry, type Program } from './assemble.js';
