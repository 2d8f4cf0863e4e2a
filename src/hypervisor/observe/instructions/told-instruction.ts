/** One instruction and its effect in words for a student: the call as it would be typed, and values as the manual writes them. */
import { formatInstruction } from '../../../assembler/index.js';
import { Cause, Mode, decode, hex, registerNames } from '../../../machine/index.js';
import type { Outcome } from '../../sockets/index.js';
import type { Effect, OneInstruction } from './one-instruction.js';

/** `csrrs t0,time,t1 in S-mode, where t1 = 0x00000000, that is emulate(vcpu, { … })` */
export function tellInstruction({ word, mode, registers, csrs, counters }: OneInstruction): string {
  const instruction = decode(word);
  if (instruction === undefined) {
    throw new RangeError(`${word} is no instruction`);
  }
  const { name, rd, rs1, imm } = instruction;
  const state = [
    ...Object.entries(registers ?? {}).map(([n, value]) => `${registerNames[Number(n)]} = ${word32(value)}`),
    ...Object.entries(csrs ?? {}).map(([csr, value]) => tellState(csr, value)),
    ...Object.entries(counters ?? {}).map(([counter, value]) => `counter('${counter}') = ${hex(value)}`),
  ];
  const call = `emulate(vcpu, { name: '${name}', rd: ${rd}, rs1: ${rs1}, imm: ${hex(imm, 3)}, word: ${word32(word)} })`;
  const where = state.length === 0 ? '' : `, where ${state.join(', ')}`;
  return `${formatInstruction(instruction, { aliases: false })} in ${mode === Mode.User ? 'U' : 'S'}-mode${where}, that is ${call}`;
}

/** A line for the outcome, and one for each thing that changed. */
export function tellEffect({ outcome, changed, translationsChanged }: Effect): string {
  const changes = [
    ...Object.entries(changed).map(([name, value]) => tellState(name, value)),
    ...(translationsChanged ? ['translationsChanged() was called'] : []),
  ];
  return [tellOutcome(outcome), ...(changes.length === 0 ? ['nothing changed'] : changes)].join('\n');
}

function tellOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'advance':
    case 'wait':
      return `${outcome.kind}()`;
    case 'jump':
      return `jumpTo(${word32(outcome.pc)}, ${outcome.mode === Mode.User ? 'Mode.User' : 'Mode.Supervisor'})`;
    case 'inject':
      return `inject(${causeText(outcome.cause)}, ${word32(outcome.tval)})`;
  }
}

function causeText(cause: number): string {
  const found = Object.entries(Cause).find(([, number]) => number === cause);
  return found ? `Cause.${found[0]}` : String(cause);
}

/** A register or CSR with its value; the fields that the manual gives it stand in brackets. */
export function tellState(name: string, value: number): string {
  const fields = fieldsOf[name]?.(value) ?? '';
  return `${name} = ${word32(value)}${fields === '' ? '' : ` (${fields})`}`;
}

const word32 = (value: number): string => hex(value, 8);

/** The names of the bits that are set. */
const bits =
  (...names: readonly (readonly [string, number])[]) =>
  (value: number): string =>
    names
      .filter(([, bit]) => (value >>> bit) & 1)
      .map(([name]) => name)
      .join(' ');

/** Privileged specification 1.12, sections 4.1.1 to 4.1.11. */
const fieldsOf: Readonly<Record<string, (value: number) => string>> = {
  sstatus: bits(['SIE', 1], ['SPIE', 5], ['SPP', 8], ['SUM', 18], ['MXR', 19]),
  sie: bits(['SSIE', 1], ['STIE', 5], ['SEIE', 9]),
  sip: bits(['SSIP', 1], ['STIP', 5], ['SEIP', 9]),
  scounteren: bits(['CY', 0], ['TM', 1], ['IR', 2]),
  senvcfg: bits(['FIOM', 0]),
  stvec: (value) => `BASE ${word32((value & ~3) >>> 0)}, MODE ${value & 3}`,
  satp: (value) => `MODE ${value >>> 31}, ASID ${(value >>> 22) & 0x1ff}, PPN ${hex(value & 0x3f_ffff)}`,
};
