/** The door of this room. */
export { withShows } from './options.js';
