/** The door of this room: what other rooms may use of it. */
export { gradescopePackage, type Choice } from './gradescope.js';
export type { PackageFiles } from './package-files.js';
export { zipOf } from './zip.js';
