/**
 * Stands in for the part of exercise 13 where another exercise's check runs a paravirtual guest: it does what the guest asks for,
 * and trusts it. Nothing is validated, which is what exercise 13 is about. What the VMM itself refuses, such as memory that is not the
 * VM's, the guest is told: the guest of exercise 16 is a student's, and its mistakes must not look like ours.
 */
import {
  DOMAIN_INFO,
  HypercallError,
  HypercallFunction as F,
  MULTICALL,
  RETURN_FRAME,
  type HypercallFacade,
  type HypercallPart,
} from '../../../src/hypervisor/index.js';

export const hypercall: HypercallPart = (call, vm) => {
  try {
    return perform(call, vm);
  } catch (error) {
    if (error instanceof RangeError) {
      return { error: HypercallError.InvalidAddress, value: 0 };
    }
    throw error;
  }
};

const perform: HypercallPart = (call, vm) => {
  const [a = 0, b = 0] = call.args;
  switch (call.function) {
    case F.SetCallback:
      return done(vm.setCallback(a, b));
    case F.SetPageTable:
      return done(vm.setPageTable(a));
    case F.ReturnTo:
      return done(vm.resume(frameAt(vm, a)));
    case F.SetTimer:
      return done(vm.setTimer(a, b));
    case F.ConsoleWrite:
      vm.consoleWrite(vm.readBytes(a, b));
      return done(undefined, b);
    case F.Yield:
      return done(vm.yield());
    case F.Block:
      return done(vm.block());
    case F.DomainInfo:
      return done(tellDomain(vm, a));
    case F.Shutdown:
      return done(vm.shutdown(a));
    case F.Multicall:
      for (let at = a; at < a + b * MULTICALL.entryBytes; at += MULTICALL.entryBytes) {
        const args = [0, 1, 2, 3, 4].map((index) => vm.readWord(at + MULTICALL.args + 4 * index));
        const { error, value } = hypercall({ ...call, function: vm.readWord(at), args }, vm);
        vm.writeWord(at + MULTICALL.error, error >>> 0);
        vm.writeWord(at + MULTICALL.value, value >>> 0);
      }
      return done(undefined, b);
    default:
      return { error: HypercallError.NotSupported, value: 0 };
  }
};

const done = (_nothing: void, value = 0) => ({ error: HypercallError.Success, value });

function frameAt(vm: HypercallFacade, address: number) {
  const word = (offset: number) => vm.readWord(address + offset);
  const { pc, sp, a0, a6, a7, mode, enabled } = RETURN_FRAME;
  return {
    pc: word(pc),
    sp: word(sp),
    a0: word(a0),
    a6: word(a6),
    a7: word(a7),
    mode: word(mode),
    enabled: word(enabled),
  };
}

function tellDomain(vm: HypercallFacade, address: number): void {
  const { id, memoryBase, memorySize } = vm;
  vm.writeWord(address + DOMAIN_INFO.id, id);
  vm.writeWord(address + DOMAIN_INFO.memoryBase, memoryBase);
  vm.writeWord(address + DOMAIN_INFO.memorySize, memorySize);
  vm.writeWord(address + DOMAIN_INFO.sharedInfo, memoryBase + memorySize - 4096);
}
