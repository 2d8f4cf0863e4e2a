// A class that wraps the vCPU for one instruction; what is refused is thrown, and writes wait in a list until nothing can be refused.
import {
  Cause,
  Csr,
  Mode,
  S_INTERRUPTS,
  SSTATUS_MASK,
  SSTATUS_SIE,
  SSTATUS_SPIE,
  SSTATUS_SPP,
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

class Refused extends Error {}

export const emulate: EmulatePart = (vcpu, instruction) => {
  try {
    const execution = new Execution(vcpu);
    const outcome = execution.run(instruction);
    execution.commit();
    return outcome;
  } catch (error) {
    if (error instanceof Refused) {
      return inject(Cause.IllegalInstruction, instruction.word);
    }
    throw error;
  }
};

/** One instruction. It reads the vCPU at once, and changes it only in `commit`. */
class Execution {
  readonly #vcpu: VcpuFacade;
  readonly #changes: (() => void)[] = [];

  constructor(vcpu: VcpuFacade) {
    this.#vcpu = vcpu;
  }

  run(instruction: Parameters<EmulatePart>[1]): Outcome {
    switch (instruction.name) {
      case 'csrrw':
      case 'csrrs':
      case 'csrrc':
        this.#access(instruction, this.#vcpu.readRegister(instruction.rs1));
        return advance();
      case 'csrrwi':
      case 'csrrsi':
      case 'csrrci':
        this.#access(instruction, instruction.rs1);
        return advance();
      case 'wfi':
        return this.#kernel ? wait() : advance();
      case 'sfence.vma':
        this.#demand(Mode.Supervisor);
        this.#forget();
        return advance();
      case 'sret':
        this.#demand(Mode.Supervisor);
        return this.#return();
      default:
        throw new Refused();
    }
  }

  commit(): void {
    while (this.#changes.length > 0) {
      this.#changes.shift()!();
    }
  }

  get #kernel(): boolean {
    return this.#vcpu.mode() === Mode.Supervisor;
  }

  #demand(mode: number): void {
    if (this.#vcpu.mode() < mode) {
      throw new Refused();
    }
  }

  #forget(): void {
    this.#changes.push(() => this.#vcpu.translationsChanged());
  }

  #store(csr: number, value: number): void {
    this.#changes.push(() => this.#vcpu.writeCsr(csr, value));
  }

  #return(): Outcome {
    let sstatus = this.#vcpu.readCsr(Csr.sstatus);
    const mode = sstatus & SSTATUS_SPP ? Mode.Supervisor : Mode.User;
    sstatus = sstatus & SSTATUS_SPIE ? sstatus | SSTATUS_SIE : sstatus & ~SSTATUS_SIE;
    sstatus = (sstatus | SSTATUS_SPIE) & ~SSTATUS_SPP;
    this.#store(Csr.sstatus, sstatus);
    return jumpTo(this.#vcpu.readCsr(Csr.sepc), mode);
  }

  #access({ name, imm, rd, rs1 }: Parameters<EmulatePart>[1], operand: number): void {
    this.#demand((imm >>> 8) & 3);
    const old = this.#read(imm);
    this.#changes.push(() => this.#vcpu.writeRegister(rd, old));
    switch (name.charAt(4)) {
      case 'w':
        this.#write(imm, old, operand);
        break;
      case 's':
        if (rs1 !== 0) {
          this.#write(imm, old, old | operand);
        }
        break;
      case 'c':
        if (rs1 !== 0) {
          this.#write(imm, old, old & ~operand);
        }
        break;
    }
  }

  #read(csr: number): number {
    switch (csr) {
      case Csr.cycle:
      case Csr.cycleh:
        return this.#half('cycle', csr === Csr.cycleh, 0b001);
      case Csr.time:
      case Csr.timeh:
        return this.#half('time', csr === Csr.timeh, 0b010);
      case Csr.instret:
      case Csr.instreth:
        return this.#half('instret', csr === Csr.instreth, 0b100);
      default:
        if (maskOf(csr) === undefined) {
          throw new Refused();
        }
        return this.#vcpu.readCsr(csr);
    }
  }

  #half(name: 'cycle' | 'time' | 'instret', high: boolean, enable: number): number {
    if (!this.#kernel && (this.#vcpu.readCsr(Csr.scounteren) & enable) === 0) {
      throw new Refused();
    }
    const value = this.#vcpu.counter(name);
    const low = value % 0x1_0000_0000;
    return high ? (value - low) / 0x1_0000_0000 : low;
  }

  #write(csr: number, old: number, value: number): void {
    const mask = maskOf(csr);
    if (mask === undefined) {
      throw new Refused(); // a counter
    }
    const reserved = csr === Csr.stvec && (value & 0b11) >= 2;
    this.#store(csr, reserved ? old : (old & ~mask) | (value & mask));
    if (csr === Csr.satp) {
      this.#forget();
    }
  }
}

/** The bits that a write changes; undefined where there is no such CSR, or only for reading. */
function maskOf(csr: number): number | undefined {
  switch (csr) {
    case Csr.sstatus:
      return SSTATUS_MASK;
    case Csr.sie:
      return S_INTERRUPTS;
    case Csr.sip:
      return 0x2;
    case Csr.scounteren:
      return 0x7;
    case Csr.senvcfg:
      return 0x1;
    case Csr.sepc:
      return ~1;
    case Csr.stvec:
    case Csr.sscratch:
    case Csr.scause:
    case Csr.stval:
    case Csr.satp:
      return ~0;
    default:
      return undefined;
  }
}
