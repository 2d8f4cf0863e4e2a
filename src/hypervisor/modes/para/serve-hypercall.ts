/** ECALL from a paravirtual kernel: the hypercall part decides, with these capabilities and no others. */
import { Csr, Mode, SATP_MODE_SV32 } from '../../../machine/index.js';
import { checkedResult } from '../../parts/checked-parts.js';
import { sleep } from '../deprivileged/deprivileged-guest.js';
import type { Exit } from '../deprivileged/exits.js';
import type { Host } from '../../cpu/vmm-services.js';
import type { ParaState } from './para-state.js';
import { armTimer } from '../../vm/interrupts.js';
import type { HypercallFacade, ReturnFrame } from '../../sockets/hypercall.js';
import type { Vm } from '../../vm/vm.js';

const A0 = 10;
const A1 = 11;
const A6 = 16;
const A7 = 17;

export function serveHypercall(vm: Vm, _exit: Exit, host: Host): void {
  const { vcpu, para } = vm;
  if (para === undefined) {
    throw new Error('hypercalls are served in para mode only');
  } // handlers.ts
  const register = (number: number) => (vcpu.x[number] as number) >>> 0;
  const args = Object.freeze([0, 1, 2, 3, 4, 5].map((index) => register(A0 + index)));
  const call = Object.freeze({ extension: register(A7), function: register(A6), args });

  vm.step(); // like every ECALL, it does not retire
  vcpu.pc = (vcpu.pc + 4) >>> 0;
  const lent = lend(vm, para);
  const result = checkedResult(host.parts.hypercall(call, lent.facade));
  para.tellTime();
  if (lent.resumed()) {
    return;
  }
  vcpu.x[A0] = result.error;
  vcpu.x[A1] = result.value;
}

/** The capabilities for one call. `resumed` says whether the guest goes on from a return frame, and has no result to see. */
function lend(vm: Vm, para: ParaState): { facade: HypercallFacade; resumed: () => boolean } {
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
      vm.shadow.forget();
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
    block: () => sleep(vm),
    shutdown: (code: number) => vm.finish({ kind: 'finished', code: bits('code', code) }),
  });
  return { facade, resumed: () => resumed };
}

/** @throws RangeError when the dispatcher hands over something that is no 32-bit integer */
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
