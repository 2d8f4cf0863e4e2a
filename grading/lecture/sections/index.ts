/** What a lecture is: sections with ids, and links between them. */
export { LectureError, placeOf } from './lecture-error.js';
export { findSection, type Lecture, lectureIdPrefix, type LectureSource, type Section } from './lecture.js';
export { isWebAddress, mendLinks } from './links.js';
export { addHeadingIds, cutSections } from './sections.js';
