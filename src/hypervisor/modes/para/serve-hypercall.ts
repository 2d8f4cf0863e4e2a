/** ECALL from a paravirtual kernel. The hypercall part answers it, with these capabilities and no others. */
import { Csr, Mode, REG_A0, REG_A1, REG_A6, REG_A7, SATP_MODE_SV32 } from '../../../machine/index.js';
import { checkedResult } from '../../parts/index.js';
import type { HypercallFacade, ReturnFrame } from '../../sockets/index.js';
import { armTimer } from '../../vm/index.js';
import type { DeprivilegedGuest } from '../deprivileged/index.js';
import type { ParaState } from './para-state.js';

export function serveHypercall(guest: DeprivilegedGuest, para: ParaState): void {
  const { vcpu } = guest.vm;
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
  const { vm, space } = guest;
  const { vcpu, memory, devices } = vm;
  let resumed = false;
  const facade: HypercallFacade = Object.freeze({
    id: vm.id,
    memoryBase: memory.base,
    memorySize: memory.size,
    readWord: (address: number) => memory.readWord(address),
    writeWord: (address: number, value: number) => memory.writeWord(address, value),
    readBytes: (address: number, length: number) => [...memory.readBytes(address, length)],
    consoleWrite(bytes: readonly number[]) {
      for (const byte of bytes) {
        devices.putByte(byte);
      }
    },
    setCallback: (entry: number, stack: number) =>
      para.setCallback(bits('entry', entry), bits('stack', stack)),
    setPageTable(root: number) {
      vcpu.writeCsr(Csr.satp, bits('root', root) === 0 ? 0 : SATP_MODE_SV32 | (root >>> 12));
      space.invalidate();
    },
    setTimer(low: number, high: number) {
      armTimer(vcpu, bits('low', low) + bits('high', high) * 2 ** 32);
    },
    resume(frame: ReturnFrame) {
      const { pc, sp, a0, a6, a7, mode, enabled } = frame;
      para.resume({
        pc: bits('pc', pc),
        sp: bits('sp', sp),
        a0: bits('a0', a0),
        a6: bits('a6', a6),
        a7: bits('a7', a7),
        mode: virtualMode(mode),
        enabled: bits('enabled', enabled),
      });
      resumed = true;
    },
    yield() {
      vm.yielded = true;
    },
    block: () => guest.sleep(),
    shutdown: (code: number) => vm.finish({ kind: 'finished', code: bits('code', code) }),
  });
  return { facade, resumed: () => resumed };
}

/** @throws RangeError when the dispatcher passes something that is not a 32-bit integer */
function bits(name: string, value: number): number {
  if (Number.isInteger(value) && value >= -0x8000_0000 && value <= 0xffff_ffff) {
    return value >>> 0;
  }
  throw new RangeError(`${name} must be a 32-bit integer, not ${String(value)}`);
}

function virtualMode(mode: number): number {
  if (mode === Mode.User || mode === Mode.Supervisor) {
    return mode;
  }
  throw new RangeError(`mode must be 0 or 1, not ${String(mode)}`);
}
