/** What came of `hyperlab boot`, in words for a student. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { disassemble } from '../../src/assembler/index.js';
import { KERNEL_FILES, SourceLines } from '../../src/guests/index.js';
import type { Difference, VmMode } from '../../src/hypervisor/index.js';
import { decode, hex, type Image, loadElf } from '../../src/machine/index.js';
import { theRest } from './the-rest.js';
import { kernelFile, type BootOutcome, type BootReport } from './boot-own.js';

/** With what each step is compared: a ported kernel runs on no bare machine. */
const yardstick = (mode: VmMode) => (mode === 'para' ? 'with the reference' : 'on the bare machine');

export function tellBoot(
  root: string,
  own: readonly string[],
  { mode, outcome, culprits }: BootReport,
): string[] {
  const whose = `${own.join(', ')}, and ${theRest.words} for the rest`;
  if (outcome.kind === 'same') {
    const { steps, console, end } = outcome.run;
    const how = end === undefined ? 'did not halt' : 'halted';
    return [
      ...console.trimEnd().split('\n'),
      '',
      `The teaching kernel ran on your hypervisor in mode ${mode} (${whose}) and ${how}: ${steps} instructions, each as ${yardstick(mode)}.`,
    ];
  }
  const named = culprits.length > 0 ? culprits : [{ id: `only together: ${own.join(', ')}`, outcome }];
  return [
    `The teaching kernel does not run on your hypervisor in mode ${mode} (${whose}).`,
    ...named.flatMap((culprit) => ['', ...tellOutcome(root, mode, culprit.id, culprit.outcome)]),
  ];
}

function tellOutcome(root: string, mode: VmMode, id: string, outcome: BootOutcome): string[] {
  if (outcome.kind === 'failed') {
    return [`${id}: ${outcome.message}`, ...(outcome.place === undefined ? [] : [`  ${outcome.place}`])];
  }
  const { difference, steps, console } = outcome.run;
  return difference === undefined
    ? []
    : [
        `${id}: after ${steps} instructions or a few more, the guest was not where it is ${yardstick(mode)}.`,
        ...tellDifference(root, mode, difference),
        `  its last words:      ${JSON.stringify(console.slice(-60))}`,
      ];
}

function tellDifference(root: string, mode: VmMode, { pc, bare, inVm, before }: Difference): string[] {
  const ended = 'it had ended';
  return [
    ...(pc === undefined ? [] : [`  the instruction:     ${describe(root, mode, pc)}`]),
    `  ${yardstick(mode)}:${mode === 'para' ? '  ' : ' '}${bare ?? ended}`,
    `  on yours:            ${inVm ?? ended}`,
    ...(before === undefined ? [] : [`  the step before:     ${before}`]),
  ];
}

/** `80400010 csrr t0, scause (trap.S, line 44)`; a program's own instruction is told by its address alone. */
function describe(root: string, mode: VmMode, pc: number): string {
  const image = loadElf(readFileSync(join(root, kernelFile(mode))));
  const word = wordAt(image, pc);
  const address = hex(pc, 8);
  const instruction = word === undefined ? undefined : decode(word);
  if (instruction === undefined) {
    return `${address}, in a program`;
  }
  const lines = mode === 'para' ? '' : readFileSync(join(root, KERNEL_FILES.lines), 'utf8'); // the port's are not kept
  const source = lines === '' ? undefined : new SourceLines(lines).at(pc);
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
