/**
 * Stands in for the part of exercise 08 where another exercise's check runs a guest: the instruction is executed by a hart of the
 * lab's own machine, and what became of that hart is put back. So it says nothing about emulation that src/machine does not say.
 */
import { advance, inject, jumpTo, wait, type EmulatePart } from '../../../src/hypervisor/index.js';
import {
  COUNTER_ENABLES,
  Csr,
  Machine,
  Mode,
  PAGE_BYTES,
  RAM_BASE,
  S_INTERRUPTS,
} from '../../../src/machine/index.js';

let made: Machine | undefined;

/** A hart with nothing but one page, which is left to the VMM in each trap. */
function bench(): Machine {
  if (made === undefined) {
    made = new Machine({ memoryBytes: PAGE_BYTES, firmware: 'vmm' });
    made.hart.writeCsr(Csr.mideleg, S_INTERRUPTS); // or sip and sie would show nothing
    made.hart.writeCsr(Csr.mcounteren, COUNTER_ENABLES);
  }
  return made;
}

export const emulate: EmulatePart = (vcpu, instruction) => {
  const machine = bench();
  const { hart, memory } = machine;
  const { name, rd, imm } = instruction;
  const csr = name.startsWith('csr') ? imm : undefined;
  // Under the guest's satp the hart could not fetch; sscratch holds as many bits, and the same modes may use it.
  const there = csr === Csr.satp ? Csr.sscratch : csr;
  const word = csr === Csr.satp ? instruction.word ^ ((Csr.satp ^ Csr.sscratch) << 20) : instruction.word;
  const stored = csr === undefined ? undefined : storedCsr(vcpu, csr);

  memory.write32(RAM_BASE, word >>> 0);
  for (let number = 1; number < 32; number++) {
    hart.x[number] = vcpu.readRegister(number);
  }
  // Only what the instruction may look at; interrupts that are pending for the guest must not be taken here.
  for (const other of [Csr.sstatus, Csr.sie, Csr.sip]) {
    hart.writeCsr(other, 0);
  }
  hart.writeCsr(Csr.scounteren, vcpu.readCsr(Csr.scounteren));
  if (name === 'sret') {
    hart.writeCsr(Csr.sstatus, vcpu.readCsr(Csr.sstatus));
    hart.writeCsr(Csr.sepc, vcpu.readCsr(Csr.sepc));
  }
  if (stored !== undefined) {
    put(machine, there!, stored);
  }
  hart.pc = RAM_BASE;
  hart.mode = vcpu.mode();
  hart.waiting = false;
  const stop = machine.run(1);

  if (stop.kind === 'trap') {
    return inject(stop.cause, instruction.word);
  }
  if (name === 'sret') {
    vcpu.writeCsr(Csr.sstatus, hart.readCsr(Csr.sstatus));
    return jumpTo(hart.pc, hart.mode);
  }
  if (csr !== undefined) {
    vcpu.writeRegister(rd, stored === undefined ? counterHalf(vcpu, csr) : hart.x[rd]! >>> 0);
    const now = stored === undefined ? undefined : hart.readCsr(there!);
    if (now !== undefined && now !== stored) {
      vcpu.writeCsr(csr, now);
    }
  }
  if (csr === Csr.satp || name === 'sfence.vma') {
    vcpu.translationsChanged();
  }
  return name === 'wfi' && vcpu.mode() === Mode.Supervisor ? wait() : advance();
};

/** Undefined for a CSR that the vCPU does not store, such as a counter. */
function storedCsr(vcpu: Parameters<EmulatePart>[0], number: number): number | undefined {
  try {
    return vcpu.readCsr(number);
  } catch {
    return undefined;
  }
}

/** The timer's bit of sip is not the guest's to write: it is set as the device would set it. */
function put({ hart }: Machine, number: number, value: number): void {
  if (number === Csr.sip) {
    hart.writeCsr(Csr.mip, value);
  } else {
    hart.writeCsr(number, value);
  }
}

function counterHalf(vcpu: Parameters<EmulatePart>[0], number: number): number {
  const value = vcpu.counter((['cycle', 'time', 'instret'] as const)[number & 3]!);
  return number & 0x80 ? Math.floor(value / 2 ** 32) : value % 2 ** 32;
}
