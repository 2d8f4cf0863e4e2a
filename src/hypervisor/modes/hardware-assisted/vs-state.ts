/**
 * The world switch of this mode: what the guest sees goes into the vs* registers, and the controls of the VMM into the h* registers.
 * Privileged specification 1.12, section 8.2.
 *
 * The VMM is outside of the machine and plays M-mode and HS-mode. A trap that it wants to see must therefore not be delegated by
 * medeleg; one that is delegated there goes on to the guest by hedeleg.
 *
 * A guest is entered thousands of times in a second, and mostly as it was left. So only what differs is exchanged.
 */
import {
  COUNTER_ENABLES,
  Csr,
  Mode,
  S_INTERRUPTS,
  VS_INTERRUPTS,
  type Hart,
  type Machine,
} from '../../../machine/index.js';
import type { Controls } from '../../sockets/index.js';
import type { Vcpu } from '../../vm/index.js';

/** Where the guest's supervisor CSRs lie while it runs, apart from sie and sip. The last two have no replica: the VMM lends its own. */
const places = [
  [Csr.sstatus, Csr.vsstatus],
  [Csr.stvec, Csr.vstvec],
  [Csr.sscratch, Csr.vsscratch],
  [Csr.sepc, Csr.vsepc],
  [Csr.scause, Csr.vscause],
  [Csr.stval, Csr.vstval],
  [Csr.satp, Csr.vsatp],
  [Csr.scounteren, Csr.scounteren],
  [Csr.senvcfg, Csr.senvcfg],
] as const;

/** The state of one vCPU, on its way to the hart and back. */
export class VsState {
  readonly #machine: Machine;
  readonly #vcpu: Vcpu;
  readonly #controls: Controls;
  /** The values of `places` in the vCPU, as they were when it had made `#known` writes to its CSRs. */
  readonly #values = new Uint32Array(places.length);
  #known = -1;

  constructor(machine: Machine, vcpu: Vcpu, controls: Controls) {
    this.#machine = machine;
    this.#vcpu = vcpu;
    this.#controls = controls;
  }

  enter(): void {
    const { hart } = this.#machine;
    const vcpu = this.#vcpu;
    this.#control(hart);
    if (this.#known !== vcpu.csrWrites) {
      places.forEach(([own], index) => (this.#values[index] = vcpu.readCsr(own)));
      this.#known = vcpu.csrWrites;
    }
    for (let index = 0; index < places.length; index += 1) {
      set(hart, places[index]![1], this.#values[index]!);
    }
    this.#enterInterrupts(hart);
    hart.x.set(vcpu.x);
    hart.pc = vcpu.pc;
    hart.mode = vcpu.mode;
    hart.virtual = true;
  }

  /** After this the hart is as a VM of another mode expects it: nothing is delegated, and no interrupt of this guest is pending. */
  leave(): void {
    const { hart } = this.#machine;
    const vcpu = this.#vcpu;
    for (let index = 0; index < places.length; index += 1) {
      const value = hart.csr.values[places[index]![1]]!;
      if (value !== this.#values[index]) {
        this.#values[index] = value;
        vcpu.writeCsr(places[index]![0], value);
      }
    }
    this.#leaveInterrupts(hart);
    this.#known = vcpu.csrWrites;
    vcpu.x.set(hart.x);
    vcpu.pc = hart.pc;
    vcpu.mode = hart.mode;
    hart.virtual = false;
    hart.mode = Mode.User;
    set(hart, Csr.medeleg, 0);
    set(hart, Csr.mcounteren, 0);
  }

  /** A supervisor CSR of the guest while it is on the hart. */
  readCsr(csr: number): number {
    const place = places.find(([own]) => own === csr)?.[1] ?? (csr === Csr.sie ? Csr.vsie : Csr.vsip);
    return this.#machine.hart.readCsr(place);
  }

  #control(hart: Hart): void {
    const { hedeleg, hideleg, hcounteren, hstatus } = this.#controls;
    set(hart, Csr.hedeleg, hedeleg);
    set(hart, Csr.medeleg, hart.csr.values[Csr.hedeleg]!); // hedeleg keeps what no guest may take at 0
    set(hart, Csr.hideleg, hideleg);
    set(hart, Csr.hcounteren, hcounteren);
    set(hart, Csr.mcounteren, COUNTER_ENABLES);
    set(hart, Csr.hstatus, hstatus);
    set(hart, Csr.mstatus, 0); // MXR would widen the guest's rights
    // The guest reads time + htimedelta, modulo 2^64: the virtual time of its VM.
    const delta = this.#vcpu.time - this.#machine.time;
    set(hart, Csr.htimedelta, (delta % 2 ** 32) >>> 0);
    set(hart, Csr.htimedeltah, Math.floor(delta / 2 ** 32) >>> 0);
  }

  /** Each of the guest's interrupts is one bit higher here. One that is not delegated would interrupt the VMM: it stays in the vCPU. */
  #enterInterrupts(hart: Hart): void {
    const delegated = hart.csr.values[Csr.hideleg]!;
    const enabled = (this.#vcpu.readCsr(Csr.sie) << 1) & delegated;
    const pending = ((this.#vcpu.readCsr(Csr.sip) & S_INTERRUPTS) << 1) & delegated;
    if ((hart.csr.values[Csr.mie]! & VS_INTERRUPTS) !== enabled) {
      hart.writeCsr(Csr.hie, enabled);
    }
    if (pending !== 0) {
      hart.writeCsr(Csr.hvip, pending);
    }
  }

  /** The guest has changed sie and the software interrupt in sip, if anything. */
  #leaveInterrupts(hart: Hart): void {
    const { mie, mip, hideleg } = Csr;
    const { values } = hart.csr;
    const vcpu = this.#vcpu;
    const delegated = values[hideleg]!;
    const enabled = (values[mie]! & delegated) >>> 1;
    if (enabled !== vcpu.readCsr(Csr.sie)) {
      vcpu.writeCsr(Csr.sie, enabled);
    }
    const old = vcpu.readCsr(Csr.sip);
    const pending = (old & ~(delegated >>> 1)) | ((values[mip]! & delegated) >>> 1);
    if (pending !== old) {
      vcpu.writeCsr(Csr.sip, pending);
    }
    if ((values[mip]! & VS_INTERRUPTS) !== 0) {
      hart.writeCsr(Csr.hvip, 0);
    }
  }
}

/** For a CSR whose value is stored under its own number. */
function set(hart: Hart, csr: number, value: number): void {
  if (hart.csr.values[csr] !== value) {
    hart.writeCsr(csr, value);
  }
}
