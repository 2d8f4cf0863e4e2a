/** The door of this room: what other rooms may use of it. */
export { githubPackage, type GithubChoice } from './github.js';
export { gradescopePackage, type Choice } from './gradescope.js';
export type { PackageFiles } from './package-files.js';
export { prairieLearnPackage, type PrairieLearnChoice } from './prairielearn.js';
export { PackageError, writePackage, writeWhole } from './write-package.js';
export { zipOf } from './zip.js';
