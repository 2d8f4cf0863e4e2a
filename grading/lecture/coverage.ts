/** Which sections of a lecture the exercises teach, and which sections they name that the lecture lacks. */
import { LectureError, type Lecture, type Section } from './sections/index.js';

/** What of a manifest counts here: every section that the exercise or one of its checks names. */
export interface NamedSections {
  readonly id: string;
  readonly sections: readonly string[];
}

export interface Coverage {
  /** Sections that no exercise names, in the order of the lecture; the title's section is one like the others. */
  readonly uncovered: readonly Section[];
  /** Each pair once, in the order of the manifests. */
  readonly unknown: readonly { readonly exercise: string; readonly section: string }[];
}

export function coverage(lecture: Lecture, manifests: readonly NamedSections[]): Coverage {
  const slugs = new Set(lecture.sections.map((section) => section.slug));
  const named = new Set(manifests.flatMap((manifest) => manifest.sections));
  return {
    uncovered: lecture.sections.filter((section) => !named.has(section.slug)),
    unknown: manifests.flatMap(({ id, sections }) =>
      [...new Set(sections)].filter((slug) => !slugs.has(slug)).map((section) => ({ exercise: id, section })),
    ),
  };
}

/**
 * Makes sure that every section an exercise names is in the lecture.
 * @throws LectureError that names the first exercise and section that do not fit, and counts the others.
 */
export function requireSections(
  lecture: Lecture,
  manifests: readonly NamedSections[],
  file = lecture.name,
): void {
  const [first, ...others] = coverage(lecture, manifests).unknown;
  if (first === undefined) {
    return;
  }
  const more = others.length === 0 ? '' : ` (and ${others.length} more like it)`;
  const slugs = lecture.sections.map((section) => section.slug).join(', ');
  throw new LectureError(
    file,
    undefined,
    `exercise ${first.exercise} names the section "${first.section}", which this lecture lacks${more}; add the heading or mend the manifest (the lecture has: ${slugs})`,
  );
}
