/**
 * A script for the guest's console, as people drive serial consoles. A line is one command:
 *
 *   # a remark
 *   expect "login: "     wait until the guest prints this text
 *   type "root\n"        type this text; \n is the Enter key
 *   pause 2s             wait for this much of the guest's own time (s, ms or us)
 */
import { UsersFault } from '../../users-fault.js';

/** A fault in a script. One line: file, line, what is wrong, and how to mend it. */
export class ScriptError extends UsersFault {}

/** A command of a script. `line` is its number in the file. */
export type Command =
  | { readonly kind: 'expect' | 'type'; readonly line: number; readonly text: string }
  | { readonly kind: 'pause'; readonly line: number; readonly ticks: number };

/** Reads the script in `file`, whose content is `bytes`. ScriptError at its first fault. */
export function readScript(file: string, bytes: Uint8Array): readonly Command[] {
  const commands = textOf(file, bytes)
    .split(/\r?\n/)
    .flatMap((text, index) => {
      const fail = (problem: string): never => {
        throw new ScriptError(`${file}:${index + 1}: ${problem}`);
      };
      const line = text.trim();
      return line === '' || line.startsWith('#') ? [] : [commandOf(line, index + 1, fail)];
    });
  if (commands.length === 0) {
    throw new ScriptError(`${file}: has no command: write lines with expect, type or pause`);
  }
  return commands;
}

type Fail = (problem: string) => never;

function textOf(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // and drops a byte order mark
  } catch {
    throw new ScriptError(`${file}: is not UTF-8 text: a script has lines with expect, type or pause`);
  }
}

function commandOf(text: string, line: number, fail: Fail): Command {
  const [, word = '', operand = ''] = /^(\S+)\s*(.*)$/s.exec(text)!;
  switch (word) {
    case 'expect':
    case 'type':
      return { kind: word, line, text: quoted(word, operand, fail) };
    case 'pause':
      return { kind: word, line, ticks: ticksOf(operand, fail) };
    default:
      return fail(`'${word.slice(0, 40)}' is no command: write expect, type or pause`);
  }
}

/** Ticks of the guest's time in a unit: a second has ten million. */
const UNITS: Readonly<Record<string, number>> = { s: 10_000_000, ms: 10_000, us: 10 };
const LONGEST_PAUSE = 86_400 * UNITS['s']!;

function ticksOf(operand: string, fail: Fail): number {
  const [, number = '', unit = ''] = /^(\d{1,12})(s|ms|us)$/.exec(operand) ?? [];
  const ticks = Number(number) * (UNITS[unit] ?? NaN);
  return ticks > 0 && ticks <= LONGEST_PAUSE
    ? ticks
    : fail('a pause is a whole number with s, ms or us, such as 500ms, and at most a day');
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  e: '\u001b',
  '\\': '\\',
  '"': '"',
};

function quoted(command: string, operand: string, fail: Fail): string {
  const [, inside] = /^"((?:[^"\\]|\\.)*)"$/s.exec(operand) ?? [];
  if (inside === undefined) {
    return fail(`after ${command} comes one text in quotes, such as ${command} "login: "`);
  }
  if (inside === '') {
    return fail(`the text after ${command} is empty: put something between the quotes`);
  }
  return inside.replace(/\\(?:x([0-7][0-9a-fA-F])|(.))/gs, (all: string, code?: string, letter = '') =>
    code !== undefined
      ? String.fromCharCode(parseInt(code, 16))
      : (ESCAPES[letter as string] ??
        fail(`${all} is not known: there are \\n \\r \\t \\e \\\\ \\" and \\x00 to \\x7f`)),
  );
}
