import { assemble } from '../../../assembler/index.js';
import { Cause } from '../../isa/causes.js';
import { Csr, MSTATUS_MPRV, MSTATUS_MXR, MSTATUS_SUM, SATP_MODE_SV32 } from '../../isa/csrs.js';
import { Mode } from '../../isa/modes.js';
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from './sv32.js';
import { boot, register, type Setup } from '../../testing.js';

const ROOT = 0x8000_4000;
const LEAVES = 0x8000_5000;
const FRAME = 0x8000_8000;
const PAGE = 0x4000_0000; // a virtual page whose entry is the first in LEAVES
const ENTRY = LEAVES;
const RW = PTE_V | PTE_R | PTE_W;

const pointer = (table: number) => ((table >>> 12) << 10) | PTE_V;
const leaf = (frame: number, flags: number) => ((frame / 4096) * 1024) | flags;

/**
 * A machine with paging on, about to execute `source`. The page of the code is mapped to its own address. PAGE is mapped by
 * `entry`, in a second-level table. A trap stops the run.
 */
function paged(
  source: string,
  entry: number,
  options: { mode?: number; mstatus?: number; a0?: number; setup?: Setup } = {},
) {
  const { mode = Mode.Supervisor, mstatus = 0, a0 = 77, setup = {} } = options;
  const machine = boot(assemble(source), { firmware: 'vmm', registers: { a0, a1: PAGE }, ...setup });
  const { hart, memory } = machine;
  const code = mode === Mode.User ? PTE_U : 0;
  memory.write32(ROOT + 4 * (PAGE >>> 22), pointer(LEAVES));
  memory.write32(ROOT + 4 * (0x8000_0000 >>> 22), leaf(0x8000_0000, PTE_V | PTE_R | PTE_X | PTE_A | code));
  memory.write32(ENTRY, entry);
  memory.write32(FRAME, 0x1234_5678);
  memory.write32(FRAME + 4, 0x0000_8067); // ret
  hart.writeCsr(Csr.satp, SATP_MODE_SV32 + (ROOT >>> 12));
  hart.writeCsr(Csr.mstatus, mstatus);
  hart.mode = mode;
  return machine;
}

const LOAD = 'lw a0, 0(a1)';
const STORE = 'sw a0, 0(a1)';
const FETCH = 'jalr 4(a1)\n nop';
const { User, Supervisor } = Mode;
const ok = 'ok';

const faultOf: Readonly<Record<string, number>> = {
  [LOAD]: Cause.LoadPageFault,
  [STORE]: Cause.StorePageFault,
  [FETCH]: Cause.InstructionPageFault,
};

test.each([
  // source, flags, mode, mstatus, outcome
  [LOAD, RW, Supervisor, 0, ok],
  [LOAD, RW | (3 << 8), Supervisor, 0, ok], // two bits are left to software
  [LOAD, RW & ~PTE_V, Supervisor, 0, 'fault'],
  [LOAD, PTE_V | PTE_X, Supervisor, 0, 'fault'],
  [LOAD, PTE_V | PTE_X, Supervisor, MSTATUS_MXR, ok],
  [LOAD, PTE_V | PTE_X | PTE_U, User, MSTATUS_MXR, ok],
  [LOAD, PTE_V | PTE_W, Supervisor, 0, 'fault'], // reserved: writable, not readable
  [LOAD, PTE_V | PTE_W | PTE_X, Supervisor, MSTATUS_MXR, 'fault'], // reserved as well
  [LOAD, PTE_V, Supervisor, 0, 'fault'], // a pointer on the last level
  [LOAD, RW, User, 0, 'fault'],
  [LOAD, RW | PTE_U, User, 0, ok],
  [LOAD, RW | PTE_U, Supervisor, 0, 'fault'],
  [LOAD, RW | PTE_U, Supervisor, MSTATUS_SUM, ok],
  [STORE, RW, Supervisor, 0, ok],
  [STORE, PTE_V | PTE_R, Supervisor, 0, 'fault'],
  [STORE, RW | PTE_U, Supervisor, 0, 'fault'],
  [STORE, RW | PTE_U, Supervisor, MSTATUS_SUM, ok],
  [STORE, RW | PTE_U, User, 0, ok],
  [STORE, RW, User, 0, 'fault'],
  [FETCH, PTE_V | PTE_X, Supervisor, 0, ok],
  [FETCH, RW, Supervisor, 0, 'fault'],
  [FETCH, RW, Supervisor, MSTATUS_MXR, 'fault'],
  [FETCH, PTE_V | PTE_X | PTE_U, User, 0, ok],
  [FETCH, PTE_V | PTE_X, User, 0, 'fault'],
  [FETCH, PTE_V | PTE_X | PTE_U, Supervisor, MSTATUS_SUM, 'fault'], // SUM is for data only
])(
  '%s through an entry with flags %i in mode %i, mstatus %i: %s',
  (source, flags, mode, mstatus, outcome) => {
    const machine = paged(source, leaf(FRAME, flags), { mode, mstatus });
    const fetch = source === FETCH;
    const stop = machine.run(fetch ? 2 : 1);
    const tval = fetch ? PAGE + 4 : PAGE;
    expect(stop).toEqual(
      outcome === ok ? { kind: 'budget' } : { kind: 'trap', cause: faultOf[source], tval },
    );
    if (outcome === 'fault') {
      expect(register(machine, 'a0')).toBe(77);
      expect(machine.memory.read32(ENTRY)).toBe(leaf(FRAME, flags)); // no bit was set
      expect(machine.memory.read32(FRAME)).toBe(0x1234_5678);
    } else if (source === LOAD) {
      expect(register(machine, 'a0')).toBe(0x1234_5678);
    } else if (source === STORE) {
      expect(machine.memory.read32(FRAME)).toBe(77);
    }
  },
);

test.each([
  [LOAD, PTE_A],
  [FETCH, PTE_A],
  [STORE, PTE_A | PTE_D],
  ['amoadd.w a0, a0, (a1)', PTE_A | PTE_D],
  ['lr.w a0, (a1)', PTE_A],
])('%s sets accessed and dirty bits: %i', (source, marks) => {
  const entry = leaf(FRAME, RW | PTE_X);
  const machine = paged(source, entry);
  machine.run(2);
  expect(machine.memory.read32(ENTRY)).toBe(entry | marks);
});

test('a store sets the dirty bit of a page that was only read before', () => {
  const machine = paged('lw a0, 0(a1)\n sw a0, 0(a1)', leaf(FRAME, RW));
  machine.run(1);
  expect(machine.memory.read32(ENTRY) & PTE_D).toBe(0);
  machine.run(1);
  expect(machine.memory.read32(ENTRY) & PTE_D).toBe(PTE_D);
});

test.each([
  [LOAD, 0, Cause.LoadPageFault],
  [FETCH, PTE_D, Cause.InstructionPageFault],
  [STORE, PTE_A, Cause.StorePageFault],
  [STORE, PTE_D, Cause.StorePageFault],
  ['amoadd.w a0, a0, (a1)', PTE_A, Cause.StorePageFault],
  [LOAD, PTE_A, ok],
  [FETCH, PTE_A, ok],
  [STORE, PTE_A | PTE_D, ok],
])(
  '4.3.1: if software sets accessed and dirty bits: %s through an entry with the bits %i: %s',
  (source, marks, outcome) => {
    const entry = leaf(FRAME, RW | PTE_X | marks);
    const machine = paged(source, entry, { setup: { accessedDirty: 'trap' } });
    const fetch = source === FETCH;
    const tval = fetch ? PAGE + 4 : PAGE;
    const stop = machine.run(fetch ? 2 : 1);
    expect(stop).toEqual(outcome === ok ? { kind: 'budget' } : { kind: 'trap', cause: outcome, tval });
    expect(machine.memory.read32(ENTRY)).toBe(entry);
  },
);

test('4.3.1: there a store to a page without the dirty bit faults, even after a load from it', () => {
  const setup = { accessedDirty: 'trap' } as const;
  const machine = paged('lw a2, 0(a1)\n sw a0, 0(a1)', leaf(FRAME, RW | PTE_A), { setup });
  expect(machine.run(2)).toEqual({ kind: 'trap', cause: Cause.StorePageFault, tval: PAGE });
  expect(machine.memory.read32(FRAME)).toBe(0x1234_5678);
});

test('an AMO on a page that may only be read is a store fault', () => {
  const machine = paged('amoadd.w a0, a0, (a1)', leaf(FRAME, PTE_V | PTE_R));
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.StorePageFault, tval: PAGE });
});

test('a superpage covers 4 MiB', () => {
  const machine = paged('lw a0, 0(a2)', 0);
  machine.memory.write32(ROOT + 4 * (PAGE >>> 22), leaf(0x8000_0000, RW));
  machine.hart.x[12] = PAGE + (FRAME - 0x8000_0000);
  machine.run(1);
  expect(register(machine, 'a0')).toBe(0x1234_5678);
});

test('a superpage whose frame is not aligned is a page fault', () => {
  const machine = paged(LOAD, 0);
  machine.memory.write32(ROOT + 4 * (PAGE >>> 22), leaf(0x8000_1000, RW));
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.LoadPageFault, tval: PAGE });
});

test.each([PTE_A, PTE_D, PTE_U])('a pointer entry with the leaf bit %i is a page fault', (bit) => {
  const machine = paged(LOAD, leaf(FRAME, RW));
  machine.memory.write32(ROOT + 4 * (PAGE >>> 22), pointer(LEAVES) | bit);
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.LoadPageFault, tval: PAGE });
});

test.each([0x1_8000_8000, 0x3_8000_8000, 0x2_1000_0000, 0x9000_0000])(
  'a frame at %i, outside of memory, is an access fault: its address is never truncated',
  (frame) => {
    for (const [source, cause] of [
      [LOAD, Cause.LoadAccessFault],
      [STORE, Cause.StoreAccessFault],
      [FETCH, Cause.InstructionAccessFault],
    ] as const) {
      const machine = paged(source, leaf(frame, RW | PTE_X | PTE_A | PTE_D));
      const tval = source === FETCH ? PAGE + 4 : PAGE;
      expect(machine.run(2)).toEqual({ kind: 'trap', cause, tval });
    }
  },
);

test.each([
  [LOAD, Cause.LoadAccessFault],
  [STORE, Cause.StoreAccessFault],
])('a page table outside of memory is an access fault: %s', (source, cause) => {
  const machine = paged(source, 0);
  machine.memory.write32(ROOT + 4 * (PAGE >>> 22), leaf(0x3_0000_0000, PTE_V));
  expect(machine.run(1)).toEqual({ kind: 'trap', cause, tval: PAGE });
});

test('a root table outside of memory makes the fetch an access fault', () => {
  const machine = paged(LOAD, 0);
  machine.hart.writeCsr(Csr.satp, SATP_MODE_SV32 + 0x3f_ffff);
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.InstructionAccessFault, tval: 0x8000_0000 });
});

test('a page table can map a device', () => {
  const machine = paged('sb a0, 0(a1)', leaf(0x1000_0000, RW), { a0: 0x48 });
  machine.run(1);
  expect(machine.consoleOutput()).toBe('H');
});

test('the trap value is the whole address, not its page', () => {
  const machine = paged('lw a0, 0x7fc(a1)', 0);
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.LoadPageFault, tval: PAGE + 0x7fc });
});

test('with MPRV machine mode loads in the mode of MPP, and fetches in machine mode', () => {
  const asUser = { mode: Mode.Machine, mstatus: MSTATUS_MPRV };
  const machine = paged(LOAD, leaf(FRAME, RW | PTE_U), asUser);
  machine.run(1);
  expect(register(machine, 'a0')).toBe(0x1234_5678);
  const refused = paged(LOAD, leaf(FRAME, RW), asUser);
  expect(refused.run(1)).toEqual({ kind: 'trap', cause: Cause.LoadPageFault, tval: PAGE });
  const without = paged(LOAD, leaf(FRAME, RW | PTE_U), { mode: Mode.Machine });
  expect(without.run(1)).toEqual({ kind: 'trap', cause: Cause.LoadAccessFault, tval: PAGE });
});

test('an old translation may be used until SFENCE.VMA; after it the new table is used', () => {
  const source = 'lw a0, 0(a1)\n lw a2, 0(a1)\n sfence.vma\n lw a3, 0(a1)';
  const machine = paged(source, leaf(FRAME, RW));
  machine.run(1);
  machine.memory.write32(ENTRY, leaf(FRAME + 4096, RW));
  machine.memory.write32(FRAME + 4096, 5);
  machine.run(3);
  expect(register(machine, 'a2')).toBe(0x1234_5678);
  expect(register(machine, 'a3')).toBe(5);
});

test('a VMM can flush the TLB itself', () => {
  const machine = paged('lw a0, 0(a1)\n lw a2, 0(a1)', leaf(FRAME, RW));
  machine.run(1);
  machine.memory.write32(ENTRY, 0);
  machine.hart.flushTlb();
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.LoadPageFault, tval: PAGE });
});

test('translations of one address space are not used in another', () => {
  const machine = paged('lw a0, 0(a1)\n csrw satp, a2\n lw a3, 0(a1)', leaf(FRAME, RW));
  const other = 0x8000_6000;
  machine.memory.write32(other + 4 * (0x8000_0000 >>> 22), leaf(0x8000_0000, PTE_V | PTE_R | PTE_X));
  machine.hart.x[12] = (SATP_MODE_SV32 + (1 << 22) + (other >>> 12)) | 0;
  expect(machine.run(3)).toEqual({ kind: 'trap', cause: Cause.LoadPageFault, tval: PAGE });
});

test('turning paging off takes effect at once', () => {
  const machine = paged('csrw satp, x0\n lw a0, 0(a1)', leaf(FRAME, RW));
  expect(machine.run(2)).toEqual({ kind: 'trap', cause: Cause.LoadAccessFault, tval: PAGE });
});

test('a change of SUM takes effect at once', () => {
  const machine = paged(
    'csrs sstatus, a2\n lw a0, 0(a1)\n csrc sstatus, a2\n lw a0, 0(a1)',
    leaf(FRAME, RW | PTE_U),
  );
  machine.hart.x[12] = MSTATUS_SUM;
  expect(machine.run(4)).toEqual({ kind: 'trap', cause: Cause.LoadPageFault, tval: PAGE });
  expect(machine.steps).toBe(3);
});

test('execution crosses the end of a page into another frame', () => {
  const machine = paged('jr a1', leaf(FRAME, PTE_V | PTE_X));
  machine.memory.write32(ENTRY + 4, leaf(FRAME - 4096, PTE_V | PTE_X));
  machine.memory.write32(FRAME + 4092, 0x0010_0513); // li a0, 1
  machine.memory.write32(FRAME - 4096, 0x0070_0593); // li a1, 7
  machine.hart.x[11] = PAGE + 4092;
  machine.run(3);
  expect([register(machine, 'a0'), register(machine, 'a1')]).toEqual([1, 7]);
});

test('only a TLB miss costs a walk', () => {
  const machine = paged('lw a0, 0(a1)\n lw a0, 4(a1)', leaf(FRAME, RW));
  const walks: string[] = [];
  machine.trace = (event) => {
    if (event.kind === 'walk') {
      walks.push(`${event.access} ${event.entries.length} ${event.physical?.toString(16)}`);
    }
  };
  machine.run(2);
  expect(walks).toEqual(['fetch 1 80000000', `load 2 ${FRAME.toString(16)}`]);
});
