/** The reference: what each privileged instruction does to the virtual CPU. Privileged specification 1.12, chapters 2 to 4. */
import {
  Cause,
  Csr,
  Mode,
  S_INTERRUPTS,
  SSTATUS_MASK,
  SSTATUS_SIE,
  SSTATUS_SPIE,
  SSTATUS_SPP,
  IRQ_S_SOFTWARE,
  type Instruction,
} from '../../src/machine/index.js';
import {
  advance,
  inject,
  jumpTo,
  wait,
  type EmulatePart,
  type Outcome,
  type VcpuFacade,
} from '../../src/hypervisor/index.js';

export const emulate: EmulatePart = (vcpu, instruction) => {
  const supervisor = vcpu.mode() === Mode.Supervisor;
  const illegal = () => inject(Cause.IllegalInstruction, instruction.word);
  const { name } = instruction;
  if (name.startsWith('csr')) {
    return accessCsr(vcpu, instruction) ?? illegal();
  }
  if (name === 'wfi') {
    return supervisor ? wait() : advance();
  } // a user's WFI completes at once, as on the bare machine
  if (!supervisor) {
    return illegal();
  }
  if (name === 'sret') {
    return returnFromTrap(vcpu);
  }
  if (name !== 'sfence.vma') {
    return illegal();
  } // mret: a guest has no M-mode
  vcpu.translationsChanged();
  return advance();
};

/** SPIE goes back to SIE, SPP says where to; both get the values that they have in user mode (section 4.1.1). */
function returnFromTrap(vcpu: VcpuFacade): Outcome {
  const old = vcpu.readCsr(Csr.sstatus);
  const sie = old & SSTATUS_SPIE ? SSTATUS_SIE : 0;
  vcpu.writeCsr(Csr.sstatus, (old & ~(SSTATUS_SPP | SSTATUS_SIE)) | sie | SSTATUS_SPIE);
  return jumpTo(vcpu.readCsr(Csr.sepc), old & SSTATUS_SPP ? Mode.Supervisor : Mode.User);
}

/** Undefined when the guest may not do this: then nothing has happened. */
function accessCsr(vcpu: VcpuFacade, { name, imm: csr, rd, rs1 }: Instruction): Outcome | undefined {
  const immediate = name.endsWith('i');
  const operand = immediate ? rs1 : vcpu.readRegister(rs1);
  // Setting or clearing with x0, or with the immediate 0, is no write at all: it is legal on a read-only CSR.
  const writes = name.startsWith('csrrw') || rs1 !== 0;

  if (vcpu.mode() < ((csr >>> 8) & 3)) {
    return undefined;
  } // bits 9:8: the lowest mode that may
  if (writes && csr >>> 10 === 3) {
    return undefined;
  } // bits 11:10 = 3: read-only
  const old = readCsr(vcpu, csr);
  if (old === undefined) {
    return undefined;
  }

  if (writes) {
    const wanted = name.startsWith('csrrw')
      ? operand
      : name.startsWith('csrrs')
        ? old | operand
        : old & ~operand;
    writeCsr(vcpu, csr, wanted >>> 0, old);
  }
  vcpu.writeRegister(rd, old);
  return advance();
}

const counters = ['cycle', 'time', 'instret'] as const;

/** The value that the guest sees; undefined when there is no such CSR, or none that this mode may read. */
function readCsr(vcpu: VcpuFacade, csr: number): number | undefined {
  if (csr in writable) {
    return vcpu.readCsr(csr);
  }
  const index = csr & 0x1f;
  const counter = (csr & ~0x9f) === Csr.cycle ? counters[index] : undefined; // cycle … instret, cycleh … instreth
  if (counter === undefined) {
    return undefined;
  }
  if (vcpu.mode() === Mode.User && !(vcpu.readCsr(Csr.scounteren) & (1 << index))) {
    return undefined;
  }
  const value = vcpu.counter(counter);
  return csr & 0x80 ? Math.floor(value / 2 ** 32) : value % 2 ** 32;
}

/** The bits that a guest can change; the others keep their values. */
const writable: Readonly<Record<number, number>> = {
  [Csr.sstatus]: SSTATUS_MASK,
  [Csr.sie]: S_INTERRUPTS,
  [Csr.stvec]: 0xffff_ffff,
  [Csr.scounteren]: 0b111,
  [Csr.senvcfg]: 1,
  [Csr.sscratch]: 0xffff_ffff,
  [Csr.sepc]: 0xffff_fffe,
  [Csr.scause]: 0xffff_ffff,
  [Csr.stval]: 0xffff_ffff,
  [Csr.sip]: 1 << IRQ_S_SOFTWARE,
  [Csr.satp]: 0xffff_ffff,
};

function writeCsr(vcpu: VcpuFacade, csr: number, value: number, old: number): void {
  if (csr === Csr.stvec && (value & 3) > 1) {
    return;
  } // a reserved mode: the write changes nothing
  const mask = writable[csr] as number;
  vcpu.writeCsr(csr, ((old & ~mask) | (value & mask)) >>> 0);
  if (csr === Csr.satp) {
    vcpu.translationsChanged();
  }
}
