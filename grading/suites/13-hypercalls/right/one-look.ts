// A class, exceptions and a DataView: a frame or a batch is copied by one readBytes, and a refusal is thrown and caught.
import {
  CONSOLE_WRITE_MAX,
  HYPERCALL_EXTENSION,
  HypercallError as E,
  HypercallFunction as F,
  MULTICALL,
  MULTICALL_MAX,
  RETURN_FRAME,
  type HypercallFacade,
  type HypercallPart,
} from '../../src/hypervisor/index.js';

class Refusal extends Error {
  constructor(
    readonly code: number,
    readonly entry = 0,
  ) {
    super(`refused with ${code}`);
  }
}

const demand = (holds: boolean, code: number) => {
  if (!holds) {
    throw new Refusal(code);
  }
};

const inBatches: ReadonlySet<number> = new Set([
  F.SetCallback,
  F.SetPageTable,
  F.SetTimer,
  F.ConsoleWrite,
  F.DomainInfo,
]);

class Server {
  constructor(readonly vm: HypercallFacade) {}

  /** What remains to be done once everything is checked. @throws Refusal */
  prepare(number: number, a: number, b: number): () => number {
    const { vm } = this;
    const plain = (effect: () => void) => () => {
      effect();
      return 0;
    };
    switch (number) {
      case F.SetCallback:
        demand((a & 3) === 0 && (b & 15) === 0, E.InvalidParam);
        return plain(() => vm.setCallback(a, b));
      case F.SetPageTable:
        demand((a & 4095) === 0, E.InvalidParam);
        demand(a === 0 || this.#owns(a, 4096), E.InvalidAddress);
        return plain(() => vm.setPageTable(a));
      case F.ReturnTo:
        return this.#returnTo(a);
      case F.SetTimer:
        return plain(() => vm.setTimer(a, b));
      case F.ConsoleWrite:
        demand(b <= CONSOLE_WRITE_MAX, E.InvalidParam);
        demand(this.#owns(a, b), E.InvalidAddress);
        return () => {
          if (b > 0) {
            vm.consoleWrite(vm.readBytes(a, b));
          }
          return b;
        };
      case F.Yield:
        return plain(() => vm.yield());
      case F.Block:
        return plain(() => vm.block());
      case F.DomainInfo: {
        demand((a & 3) === 0, E.InvalidParam);
        demand(this.#owns(a, 16), E.InvalidAddress);
        const end = vm.memoryBase + vm.memorySize;
        const words = [vm.id, vm.memoryBase, vm.memorySize, end - 4096];
        return plain(() => words.forEach((word, i) => vm.writeWord(a + 4 * i, word)));
      }
      case F.Shutdown:
        return plain(() => vm.shutdown(a));
      case F.Multicall:
        return this.#multicall(a, b);
      default:
        throw new Refusal(E.NotSupported);
    }
  }

  #returnTo(address: number): () => number {
    demand((address & 3) === 0, E.InvalidParam);
    const copy = this.#copy(address, RETURN_FRAME.bytes);
    const [pc = 0, sp = 0, a0 = 0, a6 = 0, a7 = 0, mode = 0, enabled = 0] = copy;
    demand((pc & 3) === 0 && mode <= 1 && enabled <= 1, E.InvalidParam);
    return () => {
      this.vm.resume({ pc, sp, a0, a6, a7, mode, enabled });
      return 0;
    };
  }

  #multicall(address: number, count: number): () => number {
    demand((address & 3) === 0 && count <= MULTICALL_MAX, E.InvalidParam);
    const copy = this.#copy(address, MULTICALL.entryBytes * count);
    const todo = Array.from({ length: count }, (_, i) => {
      const [number = 0, a = 0, b = 0] = copy.slice(8 * i);
      try {
        demand(inBatches.has(number) || number > F.Multicall, E.Denied);
        return this.prepare(number, a, b);
      } catch (thrown) {
        throw thrown instanceof Refusal ? new Refusal(thrown.code, i) : thrown;
      }
    });
    return () => {
      const values = todo.map((work) => work());
      for (const [i, value] of values.entries()) {
        this.vm.writeWord(address + 32 * i + MULTICALL.error, E.Success);
        this.vm.writeWord(address + 32 * i + MULTICALL.value, value);
      }
      return count;
    };
  }

  #owns(address: number, length: number): boolean {
    const start = address - this.vm.memoryBase;
    return start >= 0 && length <= this.vm.memorySize - start;
  }

  /** Words of the guest's memory, all of one moment. @throws Refusal */
  #copy(address: number, bytes: number): number[] {
    demand(this.#owns(address, bytes), E.InvalidAddress);
    const view = new DataView(Uint8Array.from(this.vm.readBytes(address, bytes)).buffer);
    return Array.from({ length: bytes / 4 }, (_, i) => view.getUint32(4 * i, true));
  }
}

export const dispatch: HypercallPart = (call, vm) => {
  const [a = 0, b = 0] = call.args;
  try {
    demand(call.extension === HYPERCALL_EXTENSION, E.NotSupported);
    const work = new Server(vm).prepare(call.function, a, b);
    return { error: E.Success, value: work() };
  } catch (thrown) {
    if (thrown instanceof Refusal) {
      return { error: thrown.code, value: thrown.entry };
    }
    throw thrown;
  }
};
