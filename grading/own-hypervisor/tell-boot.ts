/** What came of `hyperlab boot`, in words for a student. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { disassemble } from '../../src/assembler/index.js';
import { KERNEL_FILES, SourceLines } from '../../src/guests/index.js';
import type { Difference } from '../../src/hypervisor/index.js';
import { decode, hex, type Image, loadElf } from '../../src/machine/index.js';
import type { BootOutcome, BootReport } from './boot-own.js';

export function tellBoot(root: string, own: readonly string[], { outcome, culprits }: BootReport): string[] {
  const whose = `${own.join(', ')}, and the reference for the rest`;
  if (outcome.kind === 'same') {
    const { steps, console, end } = outcome.run;
    const how = end === undefined ? 'did not halt' : 'halted';
    return [
      ...console.trimEnd().split('\n'),
      '',
      `The teaching kernel ran on your hypervisor (${whose}) and ${how}: ${steps} instructions, each as on the bare machine.`,
    ];
  }
  const named = culprits.length > 0 ? culprits : [{ id: `only together: ${own.join(', ')}`, outcome }];
  return [
    `The teaching kernel does not run on your hypervisor (${whose}).`,
    ...named.flatMap((culprit) => ['', ...tellOutcome(root, culprit.id, culprit.outcome)]),
  ];
}

function tellOutcome(root: string, id: string, outcome: BootOutcome): string[] {
  if (outcome.kind === 'failed') {
    return [`${id}: ${outcome.message}`, ...(outcome.place === undefined ? [] : [`  ${outcome.place}`])];
  }
  const { difference, steps, console } = outcome.run;
  return difference === undefined
    ? []
    : [
        `${id}: after ${steps} instructions or a few more, the guest was not where it is on the bare machine.`,
        ...tellDifference(root, difference),
        `  its last words:      ${JSON.stringify(console.slice(-60))}`,
      ];
}

function tellDifference(root: string, { pc, bare, inVm, before }: Difference): string[] {
  const ended = 'it had ended';
  return [
    ...(pc === undefined ? [] : [`  the instruction:     ${describe(root, pc)}`]),
    `  on the bare machine: ${bare ?? ended}`,
    `  on yours:            ${inVm ?? ended}`,
    ...(before === undefined ? [] : [`  the step before:     ${before}`]),
  ];
}

/** `80400010 csrr t0, scause (trap.S, line 44)`; a program's own instruction is told by its address alone. */
function describe(root: string, pc: number): string {
  const image = loadElf(readFileSync(join(root, KERNEL_FILES.elf)));
  const word = wordAt(image, pc);
  const address = hex(pc, 8);
  const instruction = word === undefined ? undefined : decode(word);
  if (instruction === undefined) {
    return `${address}, in a program`;
  }
  const source = new SourceLines(readFileSync(join(root, KERNEL_FILES.lines), 'utf8')).at(pc);
  const where = source ? ` (${source.file}, line ${source.line})` : '';
  return `${address}: ${disassemble(instruction.word, pc)}${where}`;
}

function wordAt({ segments }: Image, pc: number): number | undefined {
  const found = segments.find(({ address, bytes }) => pc >= address && pc + 4 <= address + bytes.length);
  if (found === undefined) {
    return undefined;
  }
  const { bytes, address } = found;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(pc - address, true);
}
