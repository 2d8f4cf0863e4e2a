/**
 * The rules of the task page as tables of single instructions, each with its whole effect. Every CSR is tried with all six
 * forms, with operands that are zero and that are not, and with rd = x0, rd = rs1 and another rd. What is legal is judged by the
 * value that the CSR would get, never by the operand alone.
 */
import { encode } from '../../../src/assembler/index.js';
import {
  advance,
  inject,
  supervisorCsrs,
  unmentioned,
  type Effect,
  type OneInstruction,
  type Outcome,
} from '../../../src/hypervisor/index.js';
import { Cause, Csr, Mode, registerNames } from '../../../src/machine/index.js';

export type Case = readonly [OneInstruction, Effect];
export type SupervisorCsr = (typeof supervisorCsrs)[number];

const ALL = 0xffff_ffff;
const [X0, T0, T1] = [0, 5, 6];

export const forms = ['csrrw', 'csrrs', 'csrrc', 'csrrwi', 'csrrsi', 'csrrci'] as const;
export type Form = (typeof forms)[number];
const isImmediate = (form: Form): boolean => form.endsWith('i');

/** The instruction's outcome, what it changes, and that it changes nothing else. */
export function effect(
  outcome: Outcome,
  changed: Record<string, number> = {},
  translationsChanged = false,
): Effect {
  return { outcome, changed, translationsChanged };
}

/** An illegal instruction, which changes nothing. */
export const refused = (one: OneInstruction): Case => [
  one,
  effect(inject(Cause.IllegalInstruction, one.word)),
];

/** The bits of each CSR that a write changes. */
const writable: Readonly<Record<SupervisorCsr, number>> = {
  sstatus: 0x000c_0122,
  sie: 0x222,
  sip: 0x002,
  stvec: ALL,
  scounteren: 0x7,
  senvcfg: 0x1,
  sscratch: ALL,
  sepc: 0xffff_fffe,
  scause: ALL,
  stval: ALL,
  satp: ALL,
};

/** What `csr` holds after an access by the kernel. */
function after(csr: SupervisorCsr, form: Form, old: number, operand: number): number {
  const operation = form.slice(0, 5);
  const value = operation === 'csrrw' ? operand : operation === 'csrrs' ? old | operand : old & ~operand;
  if (csr === 'stvec' && (value & 3) > 1) {
    return old;
  }
  return ((old & ~writable[csr]) | (value & writable[csr])) >>> 0;
}

/** What the kernel finds in a CSR, and what it brings: values for the register t1, and numbers of five bits. */
export interface Values {
  readonly olds: readonly number[];
  readonly operands: readonly number[];
  readonly immediates: readonly number[];
}

/** All accesses of the kernel to `csr` with these values. */
export function kernelAccesses(csr: SupervisorCsr, { olds, operands, immediates }: Values): Case[] {
  return olds.flatMap((old) =>
    forms.flatMap((form) => {
      const zero = fieldZero(csr, form, old);
      return isImmediate(form)
        ? [...zero, ...immediates.flatMap((operand) => withImmediate(csr, form, old, operand))]
        : [...zero, ...operands.flatMap((operand) => withRegister(csr, form, old, operand))];
    }),
  );
}

/** The field rs1 is 0: the operand is 0, and only CSRRW and CSRRWI write. */
function fieldZero(csr: SupervisorCsr, form: Form, old: number): Case[] {
  return [X0, T0].map((rd) => access({ csr, form, old, operand: 0, rd, rs1: 0 }));
}

function withRegister(csr: SupervisorCsr, form: Form, old: number, operand: number): Case[] {
  return [X0, T0, T1].map((rd) => access({ csr, form, old, operand, rd, rs1: T1 }));
}

/** Also with the register as rd whose number the operand is. */
function withImmediate(csr: SupervisorCsr, form: Form, old: number, operand: number): Case[] {
  return [X0, T0, operand].map((rd) => access({ csr, form, old, operand, rd, rs1: operand }));
}

interface Access {
  readonly csr: SupervisorCsr;
  readonly form: Form;
  readonly old: number;
  readonly operand: number;
  readonly rd: number;
  readonly rs1: number;
}

function access({ csr, form, old, operand, rd, rs1 }: Access): Case {
  const writes = rs1 !== 0 || form.startsWith('csrrw');
  const registers = rs1 === T1 && !isImmediate(form) ? { [T1]: operand } : {};
  const one = {
    word: encode(form, { rd, rs1, imm: Csr[csr] }),
    mode: Mode.Supervisor,
    registers,
    csrs: { [csr]: old },
  };
  const becomes = writes ? after(csr, form, old, operand) : old;
  const rdBefore = rd === T1 && T1 in registers ? operand : unmentioned.register(rd);
  const changed = {
    ...(rd !== 0 && rdBefore !== old ? { [registerNames[rd]!]: old } : {}),
    ...(becomes === old ? {} : { [csr]: becomes }),
  };
  return [one, effect(advance(), changed, writes && csr === 'satp')];
}

/** The kernel reads some of its CSRs: what is allowed, lest a part that refuses everything pass a check of what is refused. */
export function kernelReads(): Case[] {
  return (['sstatus', 'sie', 'sepc', 'scause'] as const).map((csr) => {
    const word = encode('csrrs', { rd: T0, rs1: X0, imm: Csr[csr] });
    return [{ word, mode: Mode.Supervisor }, effect(advance(), { t0: unmentioned.csrs[csr] })];
  });
}

/** A process's accesses to the kernel's CSR: all are refused, reads and writes. */
export function processAccesses(csr: SupervisorCsr): Case[] {
  return forms.flatMap((form) =>
    [
      [T0, 0],
      [X0, 0],
      [T0, T1],
      [T1, T1],
    ].map(([rd, rs1]) =>
      refused({ word: encode(form, { rd: rd!, rs1: rs1!, imm: Csr[csr] }), mode: Mode.User }),
    ),
  );
}

export const counterNames = ['cycle', 'time', 'instret'] as const;
type Counters = Readonly<Record<(typeof counterNames)[number], number>>;

/** All ways to read the counter CSRs in `mode`, while `scounteren` lets a process read what its bits say. */
export function counterReads(mode: number, scounteren: number, counters: Counters): Case[] {
  return counterNames.flatMap((name, bit) => {
    const halves = [
      [Csr[name], counters[name] % 2 ** 32],
      [Csr[`${name}h`], Math.floor(counters[name] / 2 ** 32)],
    ] as const;
    const allowed = mode === Mode.Supervisor || (scounteren >>> bit) & 1;
    return halves.flatMap(([imm, value]) =>
      (['csrrs', 'csrrc', 'csrrsi', 'csrrci'] as const).flatMap((form) =>
        [X0, T0].map((rd) => {
          const one = { word: encode(form, { rd, rs1: 0, imm }), mode, csrs: { scounteren }, counters };
          return allowed ? ([one, effect(advance(), rd === 0 ? {} : { t0: value })] as const) : refused(one);
        }),
      ),
    );
  });
}

/**
 * Every number that is no CSR of a guest, read by the kernel; and by a process where the number's level lets it, in all ways to
 * access a CSR in turn. Every fifth number is also accessed by the kernel in one of these ways, for a part may look at the number
 * only where it reads, or only where it writes.
 */
export function foreignNumbers(): Case[] {
  const known = new Set<number>([
    ...supervisorCsrs.map((name) => Csr[name]),
    ...counterNames.flatMap((name) => [Csr[name], Csr[`${name}h`]]),
  ]);
  const numbers = Array.from({ length: 4096 }, (_, number) => number).filter((number) => !known.has(number));
  return numbers.flatMap((imm, i) => {
    const read = encode('csrrs', { rd: T0, rs1: 0, imm });
    const [form, rd, rs1] = waysToAccess[Math.floor(i / 5) % waysToAccess.length]!;
    const inTurn = encode(form, { rd, rs1, imm });
    return [
      refused({ word: read, mode: Mode.Supervisor }),
      ...((imm & 0x300) === 0 ? [refused({ word: inTurn, mode: Mode.User, csrs: { scounteren: ALL } })] : []),
      ...(i % 5 === 0 ? [refused({ word: inTurn, mode: Mode.Supervisor })] : []),
    ];
  });
}

/** Each form as a read or a write, with and without a register for the old value. */
const waysToAccess = forms.flatMap((form) =>
  [X0, T0].flatMap((rd) => [0, T1].map((rs1) => [form, rd, rs1] as const)),
);
