/**
 * Markdown to a lecture: front matter, header lines, headings with their slugs, and each section's HTML and text.
 * Raw HTML in the Markdown is shown as text, never passed through: notes are pasted from many places.
 */
import { createHash } from 'node:crypto';
import MarkdownIt from 'markdown-it';
import { readFrontMatter } from './front-matter.js';
import { takeHeaderLines } from './header-lines.js';
import { findPictures, type ResolveImage, liftPictures, renderPicture } from './pictures/index.js';
import {
  LectureError,
  lectureIdPrefix,
  type Lecture,
  mendLinks,
  addHeadingIds,
  cutSections,
} from './sections/index.js';
import { addNotations, UnclosedComment, withoutComments, withoutOutline } from './notation/index.js';

export interface ParseOptions {
  /** The lecture's name in records. */
  readonly name: string;
  /** What error messages call the file; the name when it is left out. */
  readonly file?: string;
  readonly resolveImage: ResolveImage;
}

/** @throws LectureError when the text is not a lecture: empty, no title or two, broken front matter, a comment without end. */
export function parseLecture(markdown: string, { name, file = name, resolveImage }: ParseOptions): Lecture {
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  if (lines.every((line) => line.trim() === '')) {
    throw new LectureError(file, undefined, 'is empty; a lecture has at least a title, "# Title"');
  }
  const { tags, length } = readFrontMatter(file, lines);
  const md = createParser(name.replace(/\.\w+$/, ''));
  const said = erasedComments(md, file, lines.fill('', 0, length));
  const { lines: body, ...header } = takeHeaderLines(withoutOutline(said));

  const tokens = md.parse(body.join('\n'), {});
  const notes = findPictures(file, tokens, resolveImage);
  mendLinks(tokens, addHeadingIds(tokens));
  const sections = cutSections(file, liftPictures(tokens), (content) =>
    md.renderer.render(content, md.options),
  );
  const title = sections.find((section) => section.level === 1)?.heading ?? '';
  const digest = createHash('sha256').update(markdown, 'utf8').digest('hex');
  return { title, name, tags, ...header, digest, sections, notes };
}

/** The text as others may have it: what its author has put into comments is left out, and every line keeps its number. */
export function withoutPrivateWords(markdown: string, file: string): string {
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const { length } = readFrontMatter(file, lines);
  const kept = lines.slice(0, length);
  const said = erasedComments(createParser(''), file, lines.fill('', 0, length));
  return [...kept, ...said.slice(length)].join('\n');
}

function erasedComments(md: MarkdownIt.MarkdownIt, file: string, lines: readonly string[]): string[] {
  try {
    return withoutComments(md, lines);
  } catch (error) {
    if (!(error instanceof UnclosedComment)) {
      throw error;
    }
    const { line, sign } = error;
    const problem =
      sign === '%%'
        ? 'the comment "%%" does not end; close it with "%%", or write "\\%%" for the two signs'
        : 'the comment "<!--" does not end; close it with "-->", or write "\\<!--" for the signs';
    throw new LectureError(file, line + 1, problem);
  }
}

function createParser(page: string): MarkdownIt.MarkdownIt {
  const md = new MarkdownIt({ html: false, linkify: true });
  // Only addresses that say so become links: "trap.rs" is the name of a file, not of a web site.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  // mendLinks and renderPicture decide what is safe; a refusal here would show the Markdown as it was typed.
  md.validateLink = () => true;
  md.renderer.rules['image'] = (tokens, index, options, env, renderer) => {
    const token = tokens[index];
    if (token === undefined) {
      return '';
    }
    return renderPicture(token, renderer.renderInlineAsText(token.children ?? [], options, env));
  };
  addNotations(md, page, lectureIdPrefix);
  return md;
}
