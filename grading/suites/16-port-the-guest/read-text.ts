/** Reads the text that a student hands in, as strictly as any part: what is wrong with it is one line, with the number of its line. */
import { AsmError, assemble } from '../../../src/assembler/index.js';
import { deskKernel, paraAbi } from '../../../src/guests/index.js';
import type { Image } from '../../../src/machine/index.js';

export const MAX_LINES = 1000;
export const MAX_LINE_LENGTH = 130;
/** The memory of the VM, and so the place of its last page. */
export const MEMORY_BYTES = 256 * 1024;
const SHARED = 0x8000_0000 + MEMORY_BYTES - 4096;
/** What the lab puts before the text: the numbers of the hypercalls and the layout of the shared-info page. */
const ABI = `${paraAbi}        .equ    SHARED, 0x${SHARED.toString(16)}\n`;
const ABI_LINES = ABI.split('\n').length - 1;
const APPLICATIONS = 'applications:';

/** Something is wrong with the text. */
export class TextProblem extends Error {}

/** @throws TextProblem when the text is none, too long, or holds what it may not */
export function linesOf(text: unknown): string[] {
  if (typeof text !== 'string') {
    throw new TextProblem(
      `kernel must be a text, a string; it is ${text === null ? 'null' : `of type ${typeof text}`}`,
    );
  }
  const lines = text.replace(/\n$/, '').split('\n');
  if (lines.length > MAX_LINES) {
    throw new TextProblem(`kernel.S has ${lines.length} lines; at most ${MAX_LINES} are read`);
  }
  lines.forEach((line, i) => {
    const bad = problemOf(line);
    if (bad !== undefined) {
      throw new TextProblem(`kernel.S:${i + 1}: ${bad}`);
    }
  });
  return lines;
}

function problemOf(line: string): string | undefined {
  if (line.length > MAX_LINE_LENGTH) {
    return `the line has ${line.length} characters; at most ${MAX_LINE_LENGTH} are read`;
  }
  const strange = /[^\t\x20-\x7e]/.exec(line);
  if (strange) {
    return `there is a character that is no printable ASCII, number ${strange[0].codePointAt(0)}`;
  }
  if (!line.includes(';')) {
    return undefined;
  }
  const code = line.replace(/"(?:\\.|[^"\\])*"|'\\?.'/g, '""').replace(/#.*/, '');
  return code.includes(';') ? 'one statement a line, please: there is a ;' : undefined;
}

/**
 * The program of a text, with other applications if they are given. It is kept for whoever asks again, so nobody may write to it.
 * @throws TextProblem with the assembler's first message
 */
export function imageOf(text: unknown, applications?: string): Image {
  const lines = linesOf(text);
  const start = lines.indexOf(APPLICATIONS);
  if (start < 0 || lines.lastIndexOf(APPLICATIONS) !== start) {
    throw new TextProblem(`kernel.S must have the line '${APPLICATIONS}' once, as the original has`);
  }
  const source = applications === undefined ? lines.join('\n') : withApplications(lines, start, applications);
  const known = images.get(source);
  if (known !== undefined) {
    return known;
  }
  const image = assembled(source);
  if (images.size === MOST_IMAGES) {
    images.clear();
  }
  images.set(source, image);
  return image;
}

/** By their texts, which alone decide what they are. The checks ask for most of a port's programs twice or more. */
const images = new Map<string, Image>();
/** As many as the original and one port have, with all applications. */
const MOST_IMAGES = 8;

function assembled(source: string): Image {
  try {
    return assemble(`${ABI}${source}\n`, { name: 'kernel.S' }).image;
  } catch (thrown) {
    throw new TextProblem(told(thrown));
  }
}

/** The original kernel with other applications, for the bare machine. */
export function originalWith(applications: string): string {
  const lines = linesOf(deskKernel);
  return withApplications(lines, lines.indexOf(APPLICATIONS), applications);
}

/** The original's applications: what comes after the line `applications:`. */
export function originalApplications(): string {
  const lines = linesOf(deskKernel);
  return lines.slice(lines.indexOf(APPLICATIONS) + 1).join('\n');
}

const withApplications = (lines: readonly string[], start: number, applications: string) =>
  `${lines.slice(0, start + 1).join('\n')}\n${applications}`;

/** The first message, with the number of the line in the text and not in what is assembled. */
function told(thrown: unknown): string {
  if (thrown instanceof AsmError) {
    return thrown.errors[0]!.replace(
      /^kernel\.S:(\d+):/,
      (_, line) => `kernel.S:${Number(line) - ABI_LINES}:`,
    );
  }
  return `kernel.S cannot be assembled: ${thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)}`;
}
