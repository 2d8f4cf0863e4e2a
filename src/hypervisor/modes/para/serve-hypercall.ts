/** ECALL with a number that exercise 13's part answers, with these capabilities and no others. */
import { REG_A0, REG_A1, REG_A6, REG_A7 } from '../../../machine/index.js';
import { checkedResult, hypercallFacade, type FacadeMemory } from '../../parts/index.js';
import type { HypercallFacade } from '../../sockets/index.js';
import { armTimer } from '../../vm/index.js';
import type { Caller } from './caller.js';
import { setOnlyRoot, type Domain } from './domain/index.js';
import { resume } from './traps.js';

export function serveHypercall(guest: Caller): void {
  const { vcpu, domain } = guest;
  const register = (number: number) => (vcpu.x[number] as number) >>> 0;
  const args = Object.freeze([0, 1, 2, 3, 4, 5].map((index) => register(REG_A0 + index)));
  const call = Object.freeze({ extension: register(REG_A7), function: register(REG_A6), args });

  vcpu.step(); // like every ECALL, it does not retire
  vcpu.pc = (vcpu.pc + 4) >>> 0;
  const lent = lend(guest);
  const { hypercall } = guest.services.parts;
  const result = checkedResult(hypercall(call, lent.facade));
  domain.info.tellTime();
  if (lent.resumed()) {
    return;
  }
  vcpu.x[REG_A0] = result.error;
  vcpu.x[REG_A1] = result.value;
}

/** The capabilities for one call. `resumed` says whether the guest goes on from a return frame and gets no result. */
function lend(guest: Caller): { facade: HypercallFacade; resumed: () => boolean } {
  const { vm, vcpu, domain } = guest;
  const { devices } = vm;
  let resumed = false;
  const facade = hypercallFacade(vm.id, guardedMemory(domain), {
    consoleWrite: (bytes) => bytes.forEach((byte) => devices.putByte(byte)),
    setCallback(entry, stack) {
      domain.callback = { entry, stack };
    },
    setPageTable(root) {
      const error = setOnlyRoot(domain, root);
      if (error !== 0) {
        domain.end(`its page table at guest-physical address 0x${root.toString(16)} is refused (${error})`);
      }
    },
    setTimer: (low, high) => armTimer(vcpu, low + high * 2 ** 32),
    resume(frame) {
      resume(domain, frame);
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

/**
 * The VM's memory for the part, which knows where it begins and ends, and no more: neither the pages that the VM has given back, nor those
 * that are page tables. A guest that lets the part use such a page ends, and the part reads zeros meanwhile.
 */
function guardedMemory(domain: Domain): FacadeMemory {
  const { memory } = domain.vm;
  const absent = (address: number, bytes: number) => {
    const inside = memory.contains(address, bytes) && !domain.has(address, bytes);
    if (inside) {
      domain.end('it named a page in a hypercall that it has given back');
    }
    return inside;
  };
  return {
    base: memory.base,
    size: memory.size,
    readWord: (address) => (absent(address, 4) ? 0 : memory.readWord(address)),
    readBytes: (address, length) =>
      absent(address, length) ? new Uint8Array(length) : memory.readBytes(address, length),
    writeWord(address, value) {
      if (absent(address, 4)) {
        return;
      }
      if (memory.contains(address, 4) && !domain.mayWrite(address, 4)) {
        domain.end('it named a page table in a hypercall that writes');
        return;
      }
      memory.writeWord(address, value);
    },
  };
}
