/**
 * Markdown to a lecture: front matter, header lines, headings with their slugs, and each section's HTML and text.
 * Raw HTML in the Markdown is shown as text, never passed through: notes are pasted from many places.
 */
import { createHash } from 'node:crypto';
import MarkdownIt from 'markdown-it';
import { readFrontMatter } from './front-matter.js';
import { takeHeaderLines } from './header-lines.js';
import { LectureError } from './lecture-error.js';
import type { Lecture } from './lecture.js';
import { mendLinks } from './links.js';
import { liftPictures, renderPicture, type ResolveImage } from './pictures.js';
import { addHeadingIds, cutSections } from './sections.js';

export interface ParseOptions {
  /** The lecture's name in records. */
  readonly name: string;
  /** What error messages call the file; the name when it is left out. */
  readonly file?: string;
  readonly resolveImage: ResolveImage;
}

/** @throws LectureError when the text is not a lecture: empty, no title or two, broken front matter. */
export function parseLecture(markdown: string, { name, file = name, resolveImage }: ParseOptions): Lecture {
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  if (lines.every((line) => line.trim() === '')) {
    throw new LectureError(file, undefined, 'is empty; a lecture has at least a title, "# Title"');
  }
  const { tags, length } = readFrontMatter(file, lines);
  const { lines: body, ...header } = takeHeaderLines(lines.fill('', 0, length));

  const md = createParser(resolveImage);
  const tokens = md.parse(body.join('\n'), {});
  mendLinks(tokens, addHeadingIds(tokens));
  const sections = cutSections(file, liftPictures(tokens), (content) =>
    md.renderer.render(content, md.options),
  );
  const title = sections.find((section) => section.level === 1)?.heading ?? '';
  const digest = createHash('sha256').update(markdown, 'utf8').digest('hex');
  return { title, name, tags, ...header, digest, sections };
}

function createParser(resolveImage: ResolveImage): MarkdownIt.MarkdownIt {
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
    return renderPicture(
      token,
      renderer.renderInlineAsText(token.children ?? [], options, env),
      resolveImage,
    );
  };
  return md;
}
