/**
 * What can be taken out of a case, and the case without it. Pieces go by name, so that the same ones can be taken out of
 * the same case at another area. `csr medeleg bit 8` belongs to `csr medeleg`, and goes with it.
 */
import { type Block, BLOCK_BYTES, type Case, CODE, type Instruction } from '../case/index.js';
import { entriesOf, pmpWithout } from './pmp-pieces.js';

/** From the pieces that remove most to those that only make the case easier to read. */
export const pieceKinds = ['block', 'step', 'paging', 'memory', 'state', 'bit'] as const;
export type PieceKind = (typeof pieceKinds)[number];

const MPP = 0x1800; // which mode a block runs in
const TIME_LIMIT = 0x80; // MTIE: the harness's own, so that every program ends
/** Values up to here are masks. Others may be addresses, and with a bit less the address of something else. */
const MASKS = 0xff_ffff;

export function piecesOf(test: Case, kind: PieceKind): string[] {
  const { blocks, registers, memory } = test;
  const csrs = Object.entries(test.csrs).filter(([, value]) => value !== 0);
  switch (kind) {
    case 'block':
      return blocks.map((_, index) => `block ${index}`);
    case 'step':
      return blocks.flatMap(({ body }, index) => steps(body).map((_, step) => `block ${index} step ${step}`));
    case 'paging':
      return [
        ...blocks.flatMap(({ pc }, index) => (pc === physical(test, index) ? [] : [`block ${index} pc`])),
        ...csrs.filter(([name]) => name.endsWith('atp')).map(([name]) => `csr ${name}`),
      ];
    case 'memory':
      return Array.from(memory, (_, index) => `memory ${index}`);
    case 'state':
      return [
        ...registers.flatMap((value, index) => (value === 0 ? [] : [`register ${index}`])),
        ...csrs.flatMap(([name, value]) => [`csr ${name}`, ...entriesOf(name, value)]),
      ];
    case 'bit':
      return [
        ...csrs.flatMap(([name, value]) =>
          bits(value >>> 0 <= MASKS && !name.startsWith('pmp') ? value : 0).map(
            (bit) => `csr ${name} bit ${bit}`,
          ),
        ),
        ...blocks.flatMap(({ status }, index) =>
          bits(status.set & ~MPP).map((bit) => `block ${index} bit ${bit}`),
        ),
      ];
  }
}

/** Blocks that follow one that is gone move up, and with them jumps there, and their addresses where they are loaded. */
export function without(test: Case, gone: ReadonlySet<string>): Case {
  const kept = test.blocks.map((_, index) => index).filter((index) => !gone.has(`block ${index}`));
  const place = (index: number) => kept.filter((before) => before < index).length;
  return {
    ...test,
    registers: test.registers.map((value, index) => (gone.has(`register ${index}`) ? 0 : value)),
    csrs: csrsWithout(test.csrs, gone),
    memory: new Map([...test.memory].filter((_, index) => !gone.has(`memory ${index}`))),
    blocks: kept.map((index) => {
      const { pc, body, status, ...block } = test.blocks[index]!;
      const left = steps(body).filter((_, step) => !gone.has(`block ${index} step ${step}`));
      return {
        ...block,
        pc: gone.has(`block ${index} pc`)
          ? physical(test, place(index))
          : pc - BLOCK_BYTES * (index - place(index)),
        status: { ...status, set: clear(status.set, `block ${index}`, gone) },
        body: left.flatMap((step) => moved(test, step, place)),
      } satisfies Block;
    }),
  };
}

/** Instructions that mean nothing without each other. */
function steps(body: readonly Instruction[]): Instruction[][] {
  const found: Instruction[][] = [];
  for (const instruction of body) {
    const last = found.at(-1);
    if (instruction.joined && last !== undefined) {
      last.push(instruction);
    } else {
      found.push([instruction]);
    }
  }
  return found;
}

/** The same instructions, where block `index` stands at `place(index)`. */
function moved(test: Case, step: readonly Instruction[], place: (index: number) => number): Instruction[] {
  return step.map((instruction, index) => {
    if (instruction.kind !== 'word') {
      return { ...instruction, to: place(instruction.to) };
    }
    // LUI of a block's address that ADDI completes: only ADDI's piece changes.
    const before = step[index - 1];
    if (before?.kind !== 'word' || !isLui(before.word) || !isAddi(instruction.word)) {
      return instruction;
    }
    const address = (before.word & ~0xfff) + (instruction.word >> 20);
    const offset = (address >>> 0) - physical(test, 0);
    const target = Math.floor(offset / BLOCK_BYTES);
    if (target < 0 || target >= test.blocks.length) {
      return instruction;
    }
    const low = (instruction.word >> 20) - BLOCK_BYTES * (target - place(target));
    return low < -2048
      ? instruction
      : { ...instruction, word: ((low << 20) | (instruction.word & 0xf_ffff)) >>> 0 };
  });
}

function isLui(word: number): boolean {
  return (word & 0x7f) === 0x37;
}

function isAddi(word: number): boolean {
  return (word & 0x707f) === 0x13;
}

function csrsWithout(csrs: Case['csrs'], gone: ReadonlySet<string>): Case['csrs'] {
  const left = Object.entries(csrs).flatMap(([name, value]) => {
    if (name.startsWith('pmp')) {
      return [];
    }
    const least = name === 'mie' ? value & TIME_LIMIT : 0;
    const less = gone.has(`csr ${name}`) ? 0 : clear(value, `csr ${name}`, gone);
    return less === 0 && least === 0 ? [] : [[name, (less | least) >>> 0]];
  });
  return { ...(Object.fromEntries(left) as Case['csrs']), ...pmpWithout(csrs, gone) };
}

function clear(value: number, owner: string, gone: ReadonlySet<string>): number {
  return bits(value).reduce(
    (left, bit) => (gone.has(`${owner} bit ${bit}`) ? (left & ~(1 << bit)) >>> 0 : left),
    value,
  );
}

function bits(value: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => ((value >>> bit) & 1) === 1);
}

function physical({ area }: Case, index: number): number {
  return area + CODE + index * BLOCK_BYTES;
}
