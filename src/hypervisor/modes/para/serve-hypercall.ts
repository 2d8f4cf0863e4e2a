/** ECALL from a paravirtual kernel. The hypercall part answers it, with these capabilities and no others. */
import { Csr, REG_A0, REG_A1, REG_A6, REG_A7, SATP_MODE_SV32 } from '../../../machine/index.js';
import { checkedResult, hypercallFacade } from '../../parts/index.js';
import type { HypercallFacade } from '../../sockets/index.js';
import { armTimer } from '../../vm/index.js';
import type { DeprivilegedGuest } from '../deprivileged/index.js';
import type { ParaState } from './para-state.js';

export function serveHypercall(guest: DeprivilegedGuest, para: ParaState): void {
  const { vcpu } = guest;
  const register = (number: number) => (vcpu.x[number] as number) >>> 0;
  const args = Object.freeze([0, 1, 2, 3, 4, 5].map((index) => register(REG_A0 + index)));
  const call = Object.freeze({ extension: register(REG_A7), function: register(REG_A6), args });

  vcpu.step(); // like every ECALL, it does not retire
  vcpu.pc = (vcpu.pc + 4) >>> 0;
  const lent = lend(guest, para);
  const { hypercall } = guest.services.parts;
  const result = checkedResult(hypercall(call, lent.facade));
  para.tellTime();
  if (lent.resumed()) {
    return;
  }
  vcpu.x[REG_A0] = result.error;
  vcpu.x[REG_A1] = result.value;
}

/** The capabilities for one call. `resumed` says whether the guest goes on from a return frame and gets no result. */
function lend(
  guest: DeprivilegedGuest,
  para: ParaState,
): { facade: HypercallFacade; resumed: () => boolean } {
  const { vm, vcpu, space } = guest;
  const { memory, devices } = vm;
  let resumed = false;
  const facade = hypercallFacade(vm.id, memory, {
    consoleWrite: (bytes) => bytes.forEach((byte) => devices.putByte(byte)),
    setCallback: (entry, stack) => para.setCallback(entry, stack),
    setPageTable(root) {
      vcpu.writeCsr(Csr.satp, root === 0 ? 0 : SATP_MODE_SV32 | (root >>> 12));
      space.fence();
    },
    setTimer: (low, high) => armTimer(vcpu, low + high * 2 ** 32),
    resume(frame) {
      para.resume(frame);
      resumed = true;
    },
    yield() {
      vm.yielded = true;
    },
    block: () => guest.sleep(),
    shutdown: (code) => vm.finish({ kind: 'finished', code }),
  });
  return { facade, resumed: () => resumed };
}
