/** The door of this room. */
export { withPackages } from './package-options.js';
