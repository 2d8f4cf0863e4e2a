/** The notations of note-taking programs, as additions to markdown-it, and what is done to a text before it is parsed. */
import footnotes from 'markdown-it-footnote';
import highlights from 'markdown-it-mark';
import type { MarkdownIt } from 'markdown-it';
import { addBlockIds } from './block-ids.js';
import { addCallouts } from './callouts.js';
import { keepFootnotesInSections } from './footnotes.js';
import { addHtmlTags } from './html-tags.js';
import { addLogseq } from './logseq.js';
import { addPictureSizes } from './picture-sizes.js';
import { addTaskLists } from './task-lists.js';
import { addWikiLinks } from './wiki-links.js';

export { UnclosedComment, withoutComments } from './comments.js';
export { withoutOutline } from './outline.js';

/** `page`: the name of the file without `.md`, by which its own wiki links may call it. `idPrefix` stands before every id. */
export function addNotations(md: MarkdownIt, page: string, idPrefix: string): void {
  md.use(footnotes).use(highlights);
  addCallouts(md);
  addHtmlTags(md);
  addLogseq(md);
  addWikiLinks(md, page);
  addTaskLists(md);
  addPictureSizes(md);
  addBlockIds(md, idPrefix);
  keepFootnotesInSections(md, idPrefix);
}
