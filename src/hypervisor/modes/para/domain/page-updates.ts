/**
 * Page updates, in batches: all that a guest changes in its page tables, and the commands about whole tables. The direct-paging part
 * (exercise 14) validates each. (Barham et al. 2003, section 3.3.3.)
 */
import { PAGE_BYTES, PTE_PPN_SHIFT, PTE_V } from '../../../../machine/index.js';
import { entryAddress } from '../../../memory/direct/index.js';
import { HypercallError, PAGE_UPDATES_MAX, type HypercallResult } from '../../../sockets/index.js';
import { PageCommand } from '../shared/index.js';
import type { PagedVm } from './paged-vm.js';
import { guarded, tablesOf } from './write-guard.js';

const UPDATE_BYTES = 8;

/** Cycles for each update beside the switch into the VMM: chosen, about the VMM's instructions. */
export const UPDATE_CYCLES = 20;

/** Stops at the first update that is refused; `value` is how many were done. */
export function pageUpdates(domain: PagedVm, address: number, count: number): HypercallResult {
  if (address % 4 !== 0 || count > PAGE_UPDATES_MAX) {
    return { error: HypercallError.InvalidParam, value: 0 };
  }
  if (!domain.has(address, count * UPDATE_BYTES)) {
    return { error: HypercallError.InvalidAddress, value: 0 };
  }
  const words = domain.vm.memory.readBytes(address, count * UPDATE_BYTES); // a copy, before the first of them is done
  const view = new DataView(words.buffer, words.byteOffset, words.length);
  return doUpdates(
    domain,
    Array.from({ length: count }, (_, index): WordPair => {
      const at = UPDATE_BYTES * index;
      return [view.getUint32(at, true), view.getUint32(at + 4, true)];
    }),
  );
}

/** Where and what. */
export type WordPair = readonly [where: number, what: number];

/** Stops at the first that is refused; `value` is how many were done. */
export function doUpdates(domain: PagedVm, updates: readonly WordPair[]): HypercallResult {
  const batch = new PageBatch(domain);
  let error = 0;
  let done = 0;
  for (; done < updates.length; done++) {
    error = batch.one(...updates[done]!);
    if (error !== 0) {
      break;
    }
  }
  batch.end();
  return { error, value: done };
}

/** A root for the kernel and its processes, as exercise 13's SetPageTable asks for. 0: the boot map. */
export function setOnlyRoot(domain: PagedVm, address: number): number {
  const batch = new PageBatch(domain);
  const error = batch.one(PageCommand.KernelBase, address) || batch.one(PageCommand.UserBase, address);
  batch.end();
  return error;
}

class PageBatch {
  readonly #domain: PagedVm;
  #changed = false;

  constructor(domain: PagedVm) {
    this.#domain = domain;
  }

  /** Returns an error code. */
  one(where: number, what: number): number {
    const command = commands.get(where);
    return command === undefined ? this.#entry(where, what) : this.#command(command, what);
  }

  /** The hart must forget what has changed. An entry that was invalid before is in no cache. */
  end(): void {
    if (this.#changed) {
      this.#domain.translationsChanged();
    }
  }

  #entry(where: number, entry: number): number {
    const { paging, vm, machine } = this.#domain;
    if (where % 4 !== 0) {
      return HypercallError.InvalidParam;
    }
    const frame = this.#domain.frameAt(where);
    if (frame === undefined) {
      return HypercallError.InvalidAddress;
    }
    const index = (where % PAGE_BYTES) / 4;
    const { type } = paging.info(frame);
    const old = machine.memory.read32(entryAddress(frame, index));
    let error = 0;
    const update = () => {
      ({ error } = paging.update(vm.id, [{ frame, index, entry }]));
    };
    if (type === 'l2') {
      this.#guarded(
        [old, entry].filter((one) => one & PTE_V).map((one) => one >>> PTE_PPN_SHIFT),
        update,
      );
    } else {
      update();
    }
    this.#changed ||= type !== 'none' && type !== 'writable' && (old & PTE_V) !== 0;
    return error;
  }

  #command(command: Command, address: number): number {
    if (address === 0 && command.base !== undefined) {
      return this.#setBase(command.base, undefined);
    }
    const frame = address % PAGE_BYTES === 0 ? this.#domain.frameAt(address) : undefined;
    if (frame === undefined) {
      return address % PAGE_BYTES === 0 ? HypercallError.InvalidAddress : HypercallError.InvalidParam;
    }
    if (command.base !== undefined) {
      return this.#setBase(command.base, frame);
    }
    return this.#pin(frame, command.level);
  }

  /** `level` 0: unpin. */
  #pin(frame: number, level: 0 | 1 | 2): number {
    const { paging, vm, machine } = this.#domain;
    const isRoot = level === 2 || (level === 0 && paging.info(frame).type === 'l2');
    const tables = isRoot ? tablesOf(this.#domain, frame) : [frame];
    machine.charge(level === 0 ? 0 : VALIDATE_TABLE);
    let error = 0;
    this.#guarded(tables, () => {
      error = level === 0 ? paging.unpin(vm.id, frame) : paging.pin(vm.id, frame, level);
    });
    this.#changed = true;
    return error;
  }

  #setBase(base: 'kernel' | 'user', frame: number | undefined): number {
    const { paging, vm, space } = this.#domain;
    const old = base === 'kernel' ? space.kernelRoot : space.userRoot;
    const root = base === 'kernel' ? (frame ?? old) : space.kernelRoot;
    // A root that is pinned already is only counted.
    const tables = [old, frame].flatMap((one) =>
      one === undefined || paging.info(one).pinned ? [] : tablesOf(this.#domain, one),
    );
    let error = 0;
    const change = () => {
      error = paging.setBase(vm.id, base, frame);
      if (error === 0) {
        space[base === 'kernel' ? 'kernelRoot' : 'userRoot'] = frame;
      }
    };
    if (guarded(this.#domain, tables, change, root) || tables.length > 0) {
      this.#changed = true;
    }
    return error;
  }

  #guarded(frames: readonly number[], change: () => void): void {
    if (guarded(this.#domain, frames, change)) {
      this.#changed = true;
    }
  }
}

/** Cycles for the validation of a table when it is pinned: chosen, one for each of its entries. */
const VALIDATE_TABLE = 1024;

interface Command {
  readonly base?: 'kernel' | 'user';
  readonly level: 0 | 1 | 2;
}

const commands: ReadonlyMap<number, Command> = new Map<number, Command>([
  [PageCommand.PinL1, { level: 1 }],
  [PageCommand.PinL2, { level: 2 }],
  [PageCommand.Unpin, { level: 0 }],
  [PageCommand.KernelBase, { base: 'kernel', level: 0 }],
  [PageCommand.UserBase, { base: 'user', level: 0 }],
]);
