/** Cuts a lecture at its headings. A heading inside a list or a quotation belongs to the text around it and cuts nothing. */
import GithubSlugger from 'github-slugger';
import type { Token } from 'markdown-it';
import { LectureError } from './lecture-error.js';
import { lectureIdPrefix, type Section } from './lecture.js';
import { plainText } from './plain-text.js';

/** Gives every heading the id of its slug, those inside lists too, so that links to all of them work; returns what links may name. */
export function addHeadingIds(tokens: readonly Token[]): ReadonlySet<string> {
  const slugs = new Set<string>();
  const slugger = new GithubSlugger();
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open') {
      continue;
    }
    const slug = slugger.slug(headingText(tokens, index));
    token.attrSet('id', lectureIdPrefix + slug);
    slugs.add(slug);
  }
  for (const token of tokens) {
    const id = String(token.attrGet('id') ?? '');
    if (id.startsWith(`${lectureIdPrefix}^`)) {
      slugs.add(id.slice(lectureIdPrefix.length)); // of a block
    }
  }
  return slugs;
}

/**
 * The sections in the order of the file. What stands above the first heading opens the title's section.
 * @throws LectureError for no title, a second title, or a heading without words.
 */
export function cutSections(
  file: string,
  tokens: readonly Token[],
  render: (tokens: Token[]) => string,
): Section[] {
  const starts = [...tokens.keys()].filter(
    (i) => tokens[i]?.type === 'heading_open' && tokens[i]?.level === 0,
  );
  const title = checkHeadings(file, tokens, starts);
  const sections: Section[] = [];
  for (const [nth, start] of starts.entries()) {
    const content = tokens.slice(start + 3, starts[nth + 1]); // heading_open, inline, heading_close
    if (start === title) {
      content.unshift(...tokens.slice(0, starts[0]));
    }
    const level = levelOf(tokens[start]);
    const parent = sections.findLast((section) => section.level < level);
    sections.push({
      level,
      heading: headingText(tokens, start),
      slug: String(tokens[start]?.attrGet('id')).slice(lectureIdPrefix.length),
      html: render(content).trim(),
      text: plainText(content),
      ...(parent !== undefined && { parent: parent.slug }),
    });
  }
  return sections;
}

/** Returns the index of the title's token. */
function checkHeadings(file: string, tokens: readonly Token[], starts: readonly number[]): number {
  let title: number | undefined;
  for (const start of starts) {
    const line = (tokens[start]?.map?.[0] ?? 0) + 1;
    if (headingText(tokens, start) === '') {
      throw new LectureError(
        file,
        line,
        'a heading has no words, so nothing can name it; give it words or remove it',
      );
    }
    if (levelOf(tokens[start]) !== 1) {
      continue;
    }
    if (title !== undefined) {
      throw new LectureError(
        file,
        line,
        'a second title; a lecture has one heading of level 1, so make this one "##"',
      );
    }
    title = start;
  }
  if (title === undefined) {
    throw new LectureError(file, undefined, 'has no title; give it one heading of level 1, "# Title"');
  }
  return title;
}

const levelOf = (heading: Token | undefined): number => Number(heading?.tag.slice(1));

const headingText = (tokens: readonly Token[], start: number): string =>
  plainText(tokens.slice(start + 1, start + 2));
