/**
 * The world switch of this mode: what the guest sees goes into the vs* registers, and the controls of the VMM into the h* registers.
 * Privileged specification 1.12, section 8.2.
 *
 * The VMM is outside of the machine and plays M-mode and HS-mode. A trap that it wants to see must therefore not be delegated by
 * medeleg; one that is delegated there goes on to the guest by hedeleg.
 */
import { COUNTER_ENABLES, Csr, Mode, S_INTERRUPTS, type Hart, type Machine } from '../../../machine/index.js';
import type { Controls } from '../../sockets/index.js';
import type { Vcpu } from '../../vm/index.js';

/** Where the guest's supervisor CSRs lie while it runs. The last two have no replica: the VMM lends its own. */
const places = [
  [Csr.sstatus, Csr.vsstatus],
  [Csr.stvec, Csr.vstvec],
  [Csr.sscratch, Csr.vsscratch],
  [Csr.sepc, Csr.vsepc],
  [Csr.scause, Csr.vscause],
  [Csr.stval, Csr.vstval],
  [Csr.satp, Csr.vsatp],
  [Csr.sie, Csr.vsie],
  [Csr.scounteren, Csr.scounteren],
  [Csr.senvcfg, Csr.senvcfg],
] as const;

export function enterGuest(machine: Machine, vcpu: Vcpu, controls: Controls): void {
  const { hart } = machine;
  hart.writeCsr(Csr.medeleg, controls.hedeleg);
  hart.writeCsr(Csr.hedeleg, controls.hedeleg);
  hart.writeCsr(Csr.hideleg, controls.hideleg); // before vsie, which shows delegated interrupts alone
  hart.writeCsr(Csr.hcounteren, controls.hcounteren);
  hart.writeCsr(Csr.mcounteren, COUNTER_ENABLES);
  hart.writeCsr(Csr.hstatus, controls.hstatus);
  hart.writeCsr(Csr.mstatus, 0); // MXR would widen the guest's rights
  for (const [own, place] of places) {
    hart.writeCsr(place, vcpu.readCsr(own));
  }
  inject(hart, vcpu);
  setTimeDelta(hart, vcpu.time - machine.time);
  hart.x.set(vcpu.x);
  hart.pc = vcpu.pc;
  hart.mode = vcpu.mode;
  hart.virtual = true;
}

/** After this the hart is as a VM of another mode expects it: nothing is delegated, and no interrupt of this guest is pending. */
export function leaveGuest({ hart }: Machine, vcpu: Vcpu): void {
  for (const [own, place] of places) {
    vcpu.writeCsr(own, hart.readCsr(place));
  }
  const delegated = hart.readCsr(Csr.hideleg) >>> 1;
  const pending = vcpu.readCsr(Csr.sip);
  vcpu.writeCsr(Csr.sip, (pending & ~delegated) | hart.readCsr(Csr.vsip));
  vcpu.x.set(hart.x);
  vcpu.pc = hart.pc;
  vcpu.mode = hart.mode;
  hart.virtual = false;
  hart.mode = Mode.User;
  hart.writeCsr(Csr.hvip, 0);
  hart.writeCsr(Csr.medeleg, 0);
  hart.writeCsr(Csr.mcounteren, 0);
}

/** Pending interrupts of the guest, each one bit higher. One that is not delegated would interrupt the VMM: it stays in the vCPU. */
function inject(hart: Hart, vcpu: Vcpu): void {
  hart.writeCsr(Csr.hvip, ((vcpu.readCsr(Csr.sip) & S_INTERRUPTS) << 1) & hart.readCsr(Csr.hideleg));
}

/** The guest reads time + htimedelta, modulo 2^64: the virtual time of its VM. */
function setTimeDelta(hart: Hart, delta: number): void {
  hart.writeCsr(Csr.htimedelta, delta % 2 ** 32); // two's complement of the low half: writeCsr takes the bits
  hart.writeCsr(Csr.htimedeltah, Math.floor(delta / 2 ** 32));
}
