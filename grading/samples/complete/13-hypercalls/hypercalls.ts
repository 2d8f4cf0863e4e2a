/**
 * The reference dispatcher. Every call has two halves: `check` looks at the arguments and changes nothing, `run` carries out
 * what was checked and cannot fail. That is what makes a single call atomic, and a batch as a whole.
 */
import {
  CONSOLE_WRITE_MAX,
  DOMAIN_INFO,
  HYPERCALL_EXTENSION,
  HypercallError,
  HypercallFunction,
  MULTICALL,
  MULTICALL_MAX,
  RETURN_FRAME,
  type HypercallFacade,
  type HypercallPart,
  type HypercallResult,
} from '../../src/hypervisor/index.js';

type Args = readonly number[];
/** A call whose arguments are right: running it changes something, and yields the value for a1. */
type Run = () => number;
/** Gives back what to run, or why not. */
type Check = (vm: HypercallFacade, args: Args) => Run | HypercallResult;

export const dispatch: HypercallPart = (call, vm) => {
  const check = call.extension === HYPERCALL_EXTENSION ? checks.get(call.function) : undefined;
  const checked = check ? check(vm, call.args) : failure(HypercallError.NotSupported);
  return typeof checked === 'function' ? { error: HypercallError.Success, value: checked() } : checked;
};

const failure = (error: number, value = 0): HypercallResult => ({ error, value });
const arg = (args: Args, index: number) => args[index] ?? 0;

/** Addresses have 32 bits and lengths too, but their sum is a number: it cannot wrap. */
function inMemory(vm: HypercallFacade, address: number, length: number): boolean {
  return address >= vm.memoryBase && address + length <= vm.memoryBase + vm.memorySize;
}

const setCallback: Check = (vm, args) => {
  const [entry, stack] = [arg(args, 0), arg(args, 1)];
  if (entry % 4 !== 0 || stack % 16 !== 0) {
    return failure(HypercallError.InvalidParam);
  }
  return () => done(vm.setCallback(entry, stack));
};

const setPageTable: Check = (vm, args) => {
  const root = arg(args, 0);
  if (root % 4096 !== 0) {
    return failure(HypercallError.InvalidParam);
  }
  if (root !== 0 && !inMemory(vm, root, 4096)) {
    return failure(HypercallError.InvalidAddress);
  }
  return () => done(vm.setPageTable(root));
};

const returnTo: Check = (vm, args) => {
  const address = arg(args, 0);
  if (address % 4 !== 0) {
    return failure(HypercallError.InvalidParam);
  }
  if (!inMemory(vm, address, RETURN_FRAME.bytes)) {
    return failure(HypercallError.InvalidAddress);
  }
  const field = (offset: number) => vm.readWord(address + offset); // each is read once
  const frame = {
    pc: field(RETURN_FRAME.pc),
    sp: field(RETURN_FRAME.sp),
    a0: field(RETURN_FRAME.a0),
    a6: field(RETURN_FRAME.a6),
    a7: field(RETURN_FRAME.a7),
    mode: field(RETURN_FRAME.mode),
    enabled: field(RETURN_FRAME.enabled),
  };
  if (frame.pc % 4 !== 0 || frame.mode > 1 || frame.enabled > 1) {
    return failure(HypercallError.InvalidParam);
  }
  return () => done(vm.resume(frame));
};

const setTimer: Check = (vm, args) => () => done(vm.setTimer(arg(args, 0), arg(args, 1)));

const consoleWrite: Check = (vm, args) => {
  const [address, length] = [arg(args, 0), arg(args, 1)];
  if (length > CONSOLE_WRITE_MAX) {
    return failure(HypercallError.InvalidParam);
  }
  if (!inMemory(vm, address, length)) {
    return failure(HypercallError.InvalidAddress);
  }
  return () => {
    vm.consoleWrite(vm.readBytes(address, length));
    return length;
  };
};

const domainInfo: Check = (vm, args) => {
  const address = arg(args, 0);
  if (address % 4 !== 0) {
    return failure(HypercallError.InvalidParam);
  }
  if (!inMemory(vm, address, DOMAIN_INFO.bytes)) {
    return failure(HypercallError.InvalidAddress);
  }
  return () => {
    vm.writeWord(address + DOMAIN_INFO.id, vm.id);
    vm.writeWord(address + DOMAIN_INFO.memoryBase, vm.memoryBase);
    vm.writeWord(address + DOMAIN_INFO.memorySize, vm.memorySize);
    vm.writeWord(address + DOMAIN_INFO.sharedInfo, vm.memoryBase + vm.memorySize - 4096);
    return 0;
  };
};

const multicall: Check = (vm, args) => {
  const [address, count] = [arg(args, 0), arg(args, 1)];
  if (count > MULTICALL_MAX || address % 4 !== 0) {
    return failure(HypercallError.InvalidParam);
  }
  if (!inMemory(vm, address, count * MULTICALL.entryBytes)) {
    return failure(HypercallError.InvalidAddress);
  }

  // The batch lies in memory that the guest can write, and that its own calls write: copy it before looking at it.
  const entries = Array.from({ length: count }, (_, i) => address + i * MULTICALL.entryBytes);
  const calls = entries.map((entry) => ({
    function: vm.readWord(entry + MULTICALL.function),
    args: [0, 1, 2, 3, 4].map((index) => vm.readWord(entry + MULTICALL.args + 4 * index)),
  }));

  const runs: Run[] = [];
  for (const [index, call] of calls.entries()) {
    const check = batchable.get(call.function);
    const refusal = checks.has(call.function) ? HypercallError.Denied : HypercallError.NotSupported;
    const checked = check ? check(vm, call.args) : failure(refusal);
    if (typeof checked !== 'function') {
      return failure(checked.error, index);
    }
    runs.push(checked);
  }
  return () => {
    const values = runs.map((run) => run());
    // Results last, so that they cannot become what a later call of the batch reads.
    values.forEach((value, i) => {
      vm.writeWord((entries[i] as number) + MULTICALL.error, HypercallError.Success);
      vm.writeWord((entries[i] as number) + MULTICALL.value, value);
    });
    return count;
  };
};

const shutdown: Check = (vm, args) => () => done(vm.shutdown(arg(args, 0)));
const yieldNow: Check = (vm) => () => done(vm.yield());
const block: Check = (vm) => () => done(vm.block());
const done = (_: void) => 0;

const checks: ReadonlyMap<number, Check> = new Map([
  [HypercallFunction.SetCallback, setCallback],
  [HypercallFunction.SetPageTable, setPageTable],
  [HypercallFunction.ReturnTo, returnTo],
  [HypercallFunction.SetTimer, setTimer],
  [HypercallFunction.ConsoleWrite, consoleWrite],
  [HypercallFunction.Yield, yieldNow],
  [HypercallFunction.Block, block],
  [HypercallFunction.DomainInfo, domainInfo],
  [HypercallFunction.Shutdown, shutdown],
  [HypercallFunction.Multicall, multicall],
]);

/** What may be in a batch: the calls after which the batch goes on. */
const batchable: ReadonlyMap<number, Check> = new Map([
  [HypercallFunction.SetCallback, setCallback],
  [HypercallFunction.SetPageTable, setPageTable],
  [HypercallFunction.SetTimer, setTimer],
  [HypercallFunction.ConsoleWrite, consoleWrite],
  [HypercallFunction.DomainInfo, domainInfo],
]);
