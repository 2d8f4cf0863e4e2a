// Tables: one of instructions, one of CSRs with a reader and a writer each, made by small functions; counters as BigInt.
import { Cause } from '../../src/machine/index.js';
import {
  advance,
  inject,
  jumpTo,
  wait,
  type EmulatePart,
  type Outcome,
  type VcpuFacade,
} from '../../src/hypervisor/index.js';

/** One CSR: who may read it now, what it shows, and what a write does. Without `write` it is read-only. */
interface Register {
  readonly lowestMode: number;
  readonly readable?: (vcpu: VcpuFacade) => boolean;
  readonly read: (vcpu: VcpuFacade) => number;
  readonly write?: (vcpu: VcpuFacade, value: number) => void;
}

function stored(number: number, mask: number, then: (vcpu: VcpuFacade) => void = () => {}): Register {
  return {
    lowestMode: 1,
    read: (vcpu) => vcpu.readCsr(number),
    write: (vcpu, value) => {
      const old = vcpu.readCsr(number);
      vcpu.writeCsr(number, old ^ ((old ^ value) & mask)); // only the bits of the mask can differ
      then(vcpu);
    },
  };
}

function counter(name: 'cycle' | 'time' | 'instret', bit: number, half: bigint): Register {
  return {
    lowestMode: 0,
    readable: (vcpu) => vcpu.mode() === 1 || ((vcpu.readCsr(0x106) >> bit) & 1) === 1,
    read: (vcpu) => Number(BigInt.asUintN(32, BigInt(vcpu.counter(name)) >> (32n * half))),
  };
}

const stvec: Register = {
  lowestMode: 1,
  read: (vcpu) => vcpu.readCsr(0x105),
  write: (vcpu, value) => {
    if ((value & 2) === 0) {
      vcpu.writeCsr(0x105, value);
    }
  },
};

const registers = new Map<number, Register>([
  [0x100, stored(0x100, 0x000c_0122)],
  [0x104, stored(0x104, 0x222)],
  [0x105, stvec],
  [0x106, stored(0x106, 7)],
  [0x10a, stored(0x10a, 1)],
  [0x140, stored(0x140, -1)],
  [0x141, stored(0x141, -2)],
  [0x142, stored(0x142, -1)],
  [0x143, stored(0x143, -1)],
  [0x144, stored(0x144, 2)],
  [0x180, stored(0x180, -1, (vcpu) => vcpu.translationsChanged())],
]);
for (const [bit, name] of (['cycle', 'time', 'instret'] as const).entries()) {
  registers.set(0xc00 + bit, counter(name, bit, 0n));
  registers.set(0xc80 + bit, counter(name, bit, 1n));
}

type Instruction = Parameters<EmulatePart>[1];
type Handler = (vcpu: VcpuFacade, instruction: Instruction) => Outcome;

const refuse: Handler = (_vcpu, { word }) => inject(Cause.IllegalInstruction, word);

const onlyKernel =
  (handler: Handler): Handler =>
  (vcpu, instruction) =>
    (vcpu.mode() === 1 ? handler : refuse)(vcpu, instruction);

type Combine = (old: number, operand: number) => number;

function access(combine: Combine, immediate: boolean, alwaysWrites: boolean): Handler {
  return (vcpu, instruction) => {
    const { imm, rd, rs1 } = instruction;
    const register = registers.get(imm);
    const writes = alwaysWrites || rs1 > 0;
    const allowed =
      register !== undefined &&
      vcpu.mode() >= register.lowestMode &&
      (register.readable?.(vcpu) ?? true) &&
      (!writes || register.write !== undefined);
    if (!allowed) {
      return refuse(vcpu, instruction);
    }
    const operand = immediate ? rs1 : vcpu.readRegister(rs1);
    const old = register.read(vcpu);
    vcpu.writeRegister(rd, old);
    if (writes) {
      register.write?.(vcpu, combine(old, operand));
    }
    return advance();
  };
}

const write: Combine = (_old, operand) => operand;
const set: Combine = (old, operand) => old | operand;
const clear: Combine = (old, operand) => old & ~operand;

const handlers: Readonly<Record<string, Handler>> = {
  csrrw: access(write, false, true),
  csrrs: access(set, false, false),
  csrrc: access(clear, false, false),
  csrrwi: access(write, true, true),
  csrrsi: access(set, true, false),
  csrrci: access(clear, true, false),
  wfi: (vcpu) => (vcpu.mode() === 1 ? wait() : advance()),
  'sfence.vma': onlyKernel((vcpu) => {
    vcpu.translationsChanged();
    return advance();
  }),
  sret: onlyKernel((vcpu) => {
    const sstatus = vcpu.readCsr(0x100);
    const spie = (sstatus >>> 5) & 1;
    const spp = (sstatus >>> 8) & 1;
    vcpu.writeCsr(0x100, (sstatus & 0xffff_fedd) | (spie << 1) | 0x20);
    return jumpTo(vcpu.readCsr(0x141), spp);
  }),
};

export const emulate: EmulatePart = (vcpu, instruction) =>
  (handlers[instruction.name] ?? refuse)(vcpu, instruction);
