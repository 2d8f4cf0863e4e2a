// Faults are thrown, guest-physical addresses are BigInts, each entry is read twice, and always written back.
import { Mode } from '../../src/machine/index.js';
import type { GuestAccess, MmuFacade, ShadowPart, Translation } from '../../src/hypervisor/index.js';

class Fault {
  constructor(readonly kind: 'page fault' | 'access fault') {}
}

interface Entry {
  readonly at: number;
  readonly ppn: bigint;
  readonly has: (flags: string) => boolean;
  readonly word: number;
}

const names = 'VRWXUGAD';
const mask = (flags: string): number => [...flags].reduce((sum, flag) => sum + 2 ** names.indexOf(flag), 0);

class Walker {
  constructor(
    private readonly mmu: MmuFacade,
    private readonly access: GuestAccess,
  ) {}

  run(): Translation {
    const { access, mmu } = this;
    const virtual = BigInt(access.address);
    if (mmu.satp < 2 ** 31) {
      return this.locate(virtual, { read: true, write: true, execute: true });
    }
    const [upper, lower, offset] = [virtual >> 22n, (virtual >> 12n) & 1023n, virtual & 4095n];
    const first = this.entry(BigInt(mmu.satp % 2 ** 22), upper);
    if (!['R', 'W', 'X'].some(first.has)) {
      if (['A', 'D', 'U'].some(first.has)) {
        throw new Fault('page fault');
      }
      const second = this.entry(first.ppn, lower);
      return this.leaf(second, second.ppn * 4096n + offset);
    }
    if (first.ppn % 1024n !== 0n) {
      throw new Fault('page fault');
    }
    return this.leaf(first, (first.ppn + lower) * 4096n + offset);
  }

  private entry(table: bigint, index: bigint): Entry {
    if (this.mmu.frameOf(Number(table)) === undefined) {
      throw new Fault('access fault');
    }
    const at = Number(table * 4096n + index * 4n);
    this.mmu.readEntry(at);
    const word = this.mmu.readEntry(at);
    const has = (flags: string) => (word & mask(flags)) === mask(flags);
    if (!has('V')) {
      throw new Fault('page fault');
    }
    return { at, word, ppn: BigInt(word) >> 10n, has };
  }

  private leaf(entry: Entry, physical: bigint): Translation {
    const { kind } = this.access;
    if (!this.allowed(entry, kind)) {
      throw new Fault('page fault');
    }
    const store = kind === 'store';
    this.mmu.writeEntry(entry.at, entry.word | mask(store ? 'AD' : 'A'));
    return this.locate(physical, {
      read: this.allowed(entry, 'load'),
      write: this.allowed(entry, 'store') && (store || entry.has('D')),
      execute: this.allowed(entry, 'fetch'),
    });
  }

  private allowed({ has }: Entry, kind: GuestAccess['kind']): boolean {
    const { mode, sum, mxr } = this.mmu;
    if (has('W') && !has('R')) {
      return false;
    }
    const owner = mode === Mode.User ? has('U') : !has('U') || (sum && kind !== 'fetch');
    const right = { fetch: has('X'), load: has('R') || (mxr && has('X')), store: has('W') }[kind];
    return owner && right;
  }

  private locate(physical: bigint, rights: { read: boolean; write: boolean; execute: boolean }): Translation {
    const frame = this.mmu.frameOf(Number(physical / 4096n));
    if (frame !== undefined) {
      return { kind: 'map', frame, ...rights };
    }
    if (this.access.kind === 'fetch' || !this.mmu.isDevice(Number(physical))) {
      throw new Fault('access fault');
    }
    return { kind: 'device', address: Number(physical) };
  }
}

export const shadow: ShadowPart = (access, mmu) => {
  try {
    return new Walker(mmu, access).run();
  } catch (thrown) {
    if (thrown instanceof Fault) {
      return { kind: thrown.kind };
    }
    throw thrown;
  }
};
