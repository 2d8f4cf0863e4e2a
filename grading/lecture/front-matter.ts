/**
 * The block of YAML between `---` lines that may open a lecture. Only `tags` is read; other keys are the author's own.
 * The shapes that note-taking programs write are understood: `[a, b]`, `a, b`, and a list of `- a` lines.
 */
import { LectureError } from './lecture-error.js';

export interface FrontMatter {
  readonly tags: readonly string[];
  /** How many lines the block takes, its `---` lines included; 0 when there is none. */
  readonly length: number;
}

/** @throws LectureError where the block does not end, or where a line of it is neither a key nor a part of one. */
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
  const tags: string[] = [];
  let key: string | undefined;
  for (const [index, line] of lines.slice(0, end).entries()) {
    if (index === 0 || /^\s*(#.*)?$/.test(line)) {
      continue;
    }
    const item = /^\s*-(?:\s+(.*))?$/.exec(line);
    const pair = /^([^\s:#-][^:]*):(?:\s+(.*))?$/.exec(line);
    if (pair !== null) {
      key = pair[1]?.trim();
      if (key === 'tags') {
        tags.push(...tagsOf(file, index + 1, pair[2] ?? ''));
      }
    } else if (key === 'tags' && item !== null) {
      tags.push(...tagsOf(file, index + 1, item[1] ?? ''));
    } else if (key === undefined || (item === null && !/^\s/.test(line))) {
      throw new LectureError(
        file,
        index + 1,
        'the front matter has a line that is not "key: value"; mend or remove it',
      );
    }
  }
  return { tags, length: end + 1 };
}

function tagsOf(file: string, line: number, value: string): string[] {
  const list = value.replace(/(^|\s)#.*$/, '').trim();
  if (list.startsWith('[') !== list.endsWith(']')) {
    throw new LectureError(
      file,
      line,
      'the list of tags has one bracket only; write it as "tags: [one, two]"',
    );
  }
  return list
    .replace(/^\[(.*)\]$/, '$1')
    .split(',')
    .map((tag) => tag.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((tag) => tag !== '');
}
