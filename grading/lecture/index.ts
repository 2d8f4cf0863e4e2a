/** The lecture reader: a Markdown file of lecture notes, as sections that exercises, checks and feedback link to. */
export { coverage, requireSections, type Coverage, type NamedSections } from './coverage.js';
export {
  LectureError,
  findSection,
  lectureIdPrefix,
  type Lecture,
  type LectureSource,
  type Section,
} from './sections/index.js';
export { lectureFiles } from './lecture-files.js';
export { parseLecture, type ParseOptions, withoutPrivateWords } from './parse-lecture.js';
export { imageFiles, noPictures, type NotShown, type ResolveImage } from './pictures/index.js';
export { readLecture } from './read-lecture.js';
