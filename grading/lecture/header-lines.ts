/** The lines `Created: …` and `Source: [LINK](…)` that stand about the title of a lecture. */
import { type LectureSource, isWebAddress } from './sections/index.js';

export interface HeaderLines {
  readonly created?: string;
  readonly source?: LectureSource;
  /** All lines; those that were taken are empty now, so that later lines keep their numbers. */
  readonly lines: readonly string[];
}

/** Looks above the title and right below it; the same words further down are ordinary text. */
export function takeHeaderLines(lines: readonly string[]): HeaderLines {
  const rest = [...lines];
  const taken: { created?: string; source?: LectureSource } = {};
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || /^# /.test(line)) {
      continue;
    }
    const [, key, value = ''] = /^(Created|Source):\s*(.*)$/.exec(line.trim()) ?? [];
    if (key === undefined) {
      break;
    }
    if (key === 'Created') {
      if (value !== '') {
        taken.created ??= value;
      }
    } else {
      const source = sourceOf(value);
      if (source === undefined && value !== '') {
        break;
      } // words without an address stay in the text
      if (source !== undefined) {
        taken.source ??= source;
      }
    }
    rest[index] = '';
  }
  return { ...taken, lines: rest };
}

/** `[text](address)`, `<address>` or the bare address. */
function sourceOf(value: string): LectureSource | undefined {
  const link = /^\[([^\]]*)\]\(\s*<?([^\s<>]*?)>?\s*\)$/.exec(value);
  const href = link?.[2] ?? value.replace(/^<(.*)>$/, '$1');
  if (!isWebAddress(href) || /\s/.test(href)) {
    return undefined;
  }
  return { text: link?.[1] || href, href };
}
