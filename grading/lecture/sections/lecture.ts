/** What the lecture reader gives: one lecture and its sections. Plain data, all of it safe to write into a page. */

/**
 * Stands before every id that a lecture brings to a page, so that `#hypervisors` of the lecture and an id of the
 * page itself never meet. A page gives the element of a section the id `lectureIdPrefix + section.slug`; links
 * between sections are already rewritten to it.
 */
export const lectureIdPrefix = 'lecture-';

export interface Section {
  /** 1 for the title, 2 for `##`, and so on. */
  readonly level: number;
  /** Plain text, without Markdown. */
  readonly heading: string;
  /** As GitHub makes it; unique in the lecture. Manifests name sections by it. */
  readonly slug: string;
  /** The section's own content: neither its heading nor its sub-sections. No raw HTML of the author is in it. */
  readonly html: string;
  /** The same content as plain text on one line. */
  readonly text: string;
  /** The slug of the section that this one is a part of. */
  readonly parent?: string;
}

export interface Lecture {
  /** The heading of level 1. */
  readonly title: string;
  /** The file's name without its folder. */
  readonly name: string;
  readonly tags: readonly string[];
  /** The words after `Created:`, as the author wrote them. */
  readonly created?: string;
  readonly source?: LectureSource;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly digest: string;
  /** In the order of the file, the title's section among them. */
  readonly sections: readonly Section[];
  /** What of the file a page cannot show, and why: a line each, `file:line: …`. For the instructor, never for a page. */
  readonly notes: readonly string[];
}

export interface LectureSource {
  readonly text: string;
  readonly href: string;
}

/** The section with this slug, or undefined. */
export function findSection(lecture: Lecture, slug: string): Section | undefined {
  return lecture.sections.find((section) => section.slug === slug);
}
