/** Reading a submission that nobody trusts: a folder, a .zip or a .tar.gz. Nothing of it is ever written to disk. */
export { decode } from './decode.js';
export { isNumbered } from './find-exercises.js';
export {
  defaultLimits,
  isArchiveName,
  isClutter,
  legibleName,
  readZipFile,
  type Source,
  SubmissionError,
  type SubmissionLimits,
} from './files/index.js';
export type { LooseFile } from './loose.js';
export type { LabFiles, ManifestFiles, SubmittedPart } from './layout.js';
export { caseless, folderName, withoutEnding } from './names.js';
export { openFiles, openSubmission, readPart, type Submission } from './open-submission.js';
