/** The lecture reader: a Markdown file of lecture notes, as sections that exercises, checks and feedback link to. */
export { coverage, requireSections, type Coverage, type NamedSections } from './coverage.js';
export { LectureError } from './lecture-error.js';
export { findSection, lectureIdPrefix, type Lecture, type LectureSource, type Section } from './lecture.js';
export { parseLecture, type ParseOptions, withoutPrivateWords } from './parse-lecture.js';
export { imageFiles } from './image-files.js';
export { noPictures, type NotShown, type ResolveImage } from './find-pictures.js';
export { readLecture } from './read-lecture.js';
