/**
 * The block of YAML between `---` lines that may open a lecture. Only `tags` is read; other keys are the author's own.
 * The shapes that note-taking programs write are understood: `[a, b]`, `a, b`, and a list of `- a` lines.
 */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { LectureError } from './sections/index.js';

export interface FrontMatter {
  readonly tags: readonly string[];
  /** How many lines the block takes, its `---` lines included; 0 when there is none. */
  readonly length: number;
}

/** @throws LectureError where the block does not end, or is no YAML of the form "key: value". */
export function readFrontMatter(file: string, lines: readonly string[]): FrontMatter {
  if (lines[0]?.trimEnd() !== '---') {
    return { tags: [], length: 0 };
  }
  const end = lines.findIndex((line, index) => index > 0 && /^(---|\.\.\.)\s*$/.test(line));
  if (end === -1) {
    throw new LectureError(
      file,
      1,
      'the front matter does not end; close it with a line of three hyphens, "---"',
    );
  }
  const tags = tagsOf(readBlock(file, lines.slice(1, end).join('\n')));
  return { tags, length: end + 1 };
}

function readBlock(file: string, text: string): Document {
  const lineCounter = new LineCounter();
  // `failsafe`: every value is the text that the author wrote, a tag 2019 or yes as well.
  const block = parseDocument(text, { schema: 'failsafe', prettyErrors: false, lineCounter });
  const lineOf = (position: number) => lineCounter.linePos(position).line + 1; // after the line of hyphens
  const [error] = block.errors;
  if (error) {
    throw new LectureError(file, lineOf(error.pos[0]), explain(error, block));
  }
  if (block.contents !== null && !isMap(block.contents) && text.trim() !== '') {
    throw new LectureError(file, lineOf(block.contents.range[0]), notKeyAndValue);
  }
  return block;
}

const notKeyAndValue = 'the front matter has a line that is not "key: value"; mend or remove it';

function explain({ code, message, pos: [position] }: Document['errors'][number], block: Document): string {
  if (code === 'MISSING_CHAR') {
    return notKeyAndValue;
  }
  const tags = block.get('tags', true);
  if (code === 'BAD_INDENT' && isSeq(tags) && position >= tags.range![0] && position <= tags.range![2]) {
    return 'the list of tags has one bracket only; write it as "tags: [one, two]"';
  }
  return `the front matter is not YAML: ${message}; mend it here, or put the value in quotes`;
}

function tagsOf(block: Document): string[] {
  const tags = block.get('tags', true);
  const items = isSeq(tags) ? tags.items : [tags];
  return items
    .flatMap((item) => (isScalar(item) ? String(item.value).split(',') : []))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
