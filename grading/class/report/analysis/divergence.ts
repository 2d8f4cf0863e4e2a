/**
 * Where what came first parts from what was expected, as a shape: two students with one mistake have one shape, although the numbers
 * of their runs may differ.
 */
import { difference } from '../../../report/index.js';

export interface Divergence {
  /** Equal for what is alike. */
  readonly shape: string;
  /** Machine state of a guest: the same mistake shows in many guests, and so in many checks. */
  readonly ofState: boolean;
  /** For people: the first place of difference, with its values. */
  readonly expected: string;
  readonly came: string;
  /** The guest's instruction, where whole runs were compared. */
  readonly instruction?: string;
}

export function firstDivergence(expected: string | undefined, actual: string | undefined): Divergence {
  return stateDivergence(actual) ?? textDivergence(expected ?? '', actual ?? '');
}

/**
 * Two runs of a guest, as the suites write them: the step and its source line, then one line of the trace from each side.
 *
 *     step 13, at: line 12: sret
 *       on the bare machine: 13 S 80000034 sstatus=00000020 -> U 80000038
 *       in the VM:           13 S 80000034 -> U 80000038
 */
const STEP =
  /^step \d+(?:, at: (?:line \d+: )?(.*))?\n {2}on the bare machine: +(.*)\n {2}in the VM: +(.*)$/m;

function stateDivergence(actual: string | undefined): Divergence | undefined {
  const [, source, bare, inVm] = STEP.exec(actual ?? '') ?? [];
  if (bare === undefined || inVm === undefined) {
    return undefined;
  }
  const [ours, theirs] = [stateOf(bare), stateOf(inVm)];
  const name =
    [...ours.keys(), ...theirs.keys()].find((each) => ours.get(each) !== theirs.get(each)) ?? 'the end';
  const [expected, came] = [ours.get(name), theirs.get(name)];
  const instruction = source?.trim();
  const missing = came === undefined ? 'not written' : expected === undefined ? 'written' : 'another value';
  return {
    shape: JSON.stringify(['state', alikeRegisters(instruction ?? ''), alikeRegisters(name), missing]),
    ofState: true,
    expected: expected === undefined ? `${name}: not written` : `${name} ${expected}`,
    came: came === undefined ? `${name}: not written` : `${name} ${came}`,
    ...(instruction !== undefined && { instruction }),
  };
}

/** Whatever registers it has, and whatever offset: `lw t0, (t1)` and `lw a1, 4(s2)` are one mistake. (x0 is another matter.) */
const alikeRegisters = (text: string): string =>
  normalised(text.replace(/\b(?:x[1-9]\d?|[ast]\d+|ra|sp|gp|tp)\b/g, 'reg')).replace(/#\(/g, '(');

/** `13 S 80000034 sstatus=00000020 -> U 80000038` by name; what is no trace line stands under its words. */
function stateOf(line: string): Map<string, string> {
  const [before = '', after] = line.split(' -> ');
  const [step, mode, pc, ...written] = before.split(' ');
  if (!/^\d+$/.test(step ?? '') || pc === undefined) {
    return new Map([['the step', line]]);
  }
  return new Map([
    ['mode', mode ?? ''],
    ['pc', pc],
    ...written.map((each): [string, string] => {
      const [name = each, value = ''] = each.split('=');
      return [name, value];
    }),
    ...(after === undefined ? [] : [['jump to', after] as const]),
  ]);
}

/** The first lines that differ, each with every number and every text in it alike. */
function textDivergence(expectedText: string, actualText: string): Divergence {
  const lines = difference(expectedText, actualText);
  const first = (side: typeof lines.expected): string =>
    side.find(({ differs }) => differs) === undefined ? '' : lineOf(side.find(({ differs }) => differs)!);
  const [expected, came] = [first(lines.expected), first(lines.actual)];
  return {
    shape: JSON.stringify(['text', normalised(expected), normalised(came)]),
    ofState: false,
    expected,
    came,
  };
}

const lineOf = ({ before, changed, after }: { before: string; changed: string; after: string }): string =>
  before + changed + after;

/** Numbers as `#`, texts as `“…”`, several spaces as one. */
export function normalised(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\.)*"/g, '“…”')
    .replace(/\b0x[0-9a-f]+\b|\b[0-9a-f]{8}\b|(?<![\p{L}_])-?\d[\d.]*n?\b/giu, '#')
    .replace(/\s+/g, ' ')
    .trim();
}
