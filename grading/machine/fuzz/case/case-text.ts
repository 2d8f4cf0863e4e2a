/** A case as text that a person can read and edit: the state that it starts from, then its program, block by block. */
import { hex, registerNames } from '../../../../src/machine/index.js';
import type { Block, Case } from './case.js';
import { describe, word, wordOf, type Instruction } from './instruction.js';

export function caseText(test: Case): string {
  const features = Object.entries(test.features).filter(([, on]) => on);
  return [
    `features ${features.map(([name]) => name).join(' ')}`,
    `area ${hex(test.area)}`,
    ...Object.entries(test.csrs).map(([name, value]) => `csr ${name} ${hex(value)}`),
    ...test.registers.flatMap((value, number) =>
      value === 0 ? [] : [`register ${registerNames[number]} ${hex(value)}`],
    ),
    ...Array.from(test.memory, ([offset, value]) => `memory ${hex(offset)} ${hex(value)}`),
    ...test.blocks.flatMap(blockLines),
  ].join('\n');
}

function blockLines({ mode, pc, status, statusHigh, body }: Block, index: number): string[] {
  const high =
    statusHigh.clear === 0 && statusHigh.set === 0
      ? ''
      : ` high ${hex(statusHigh.clear)} ${hex(statusHigh.set)}`;
  const lines = [`block ${mode} ${hex(pc)} status ${hex(status.clear)} ${hex(status.set)}${high}`];
  let offset = 0;
  for (const instruction of body) {
    const [encoding, says] = describe(instruction, index, offset);
    lines.push(`  ${encoding.padEnd(8)}  # ${says}`);
    offset += wordOf(instruction, index, offset).bytes;
  }
  return lines;
}

/** A line of such a text, without its comment, into `test`. False: it is none that belongs to a case. */
export function readCaseLine(line: readonly string[], test: CaseInProgress): boolean {
  const [keyword = '', ...rest] = line;
  const block = test.blocks.at(-1);
  if (/^([\da-f]{4}){1,2}$/.test(keyword) && rest.length === 0 && block !== undefined) {
    block.body.push(word(Number(`0x${keyword}`)));
    return true;
  }
  switch (keyword) {
    case 'features':
      test.features = rest;
      return true;
    case 'area':
      test.area = number(rest[0]);
      return true;
    case 'csr':
      test.csrs[rest[0] ?? ''] = number(rest[1]);
      return true;
    case 'register':
      test.registers[registerNumber(rest[0])] = number(rest[1]);
      return true;
    case 'memory':
      test.memory.set(number(rest[0]), number(rest[1]));
      return true;
    case 'block': {
      const [mode = '', pc, , clear, set, , highClear, highSet] = rest;
      const [status, statusHigh] = [
        { clear: number(clear), set: number(set) },
        { clear: number(highClear ?? '0'), set: number(highSet ?? '0') },
      ];
      test.blocks.push({ mode, pc: number(pc), status, statusHigh, body: [] });
      return true;
    }
    default:
      return false;
  }
}

export interface CaseInProgress {
  features: string[];
  area: number;
  readonly csrs: Record<string, number>;
  readonly registers: number[];
  readonly memory: Map<number, number>;
  readonly blocks: (Omit<Block, 'body'> & { readonly body: Instruction[] })[];
}

function registerNumber(name: string | undefined): number {
  const index = registerNames.indexOf(name ?? '');
  if (index < 0) {
    throw new Error(`no register: ${name}`);
  }
  return index;
}

export function number(text: string | undefined): number {
  if (!/^(0x[\da-f]+|\d+)$/.test(text ?? '')) {
    throw new Error(`a number is expected, not ${text}`);
  }
  return Number(text);
}
