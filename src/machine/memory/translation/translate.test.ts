/** Translation, MPRV and physical memory protection together. */
import { assemble } from '../../../assembler/index.js';
import { Cause } from '../../isa/causes.js';
import { Csr, MSTATUS_MPRV, MSTATUS_MXR, MSTATUS_SUM, SATP_MODE_SV32 } from '../../isa/csrs.js';
import { Mode } from '../../isa/modes.js';
import { assisted } from '../../isa/profiles.js';
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from './sv32.js';
import { boot, register } from '../../testing.js';

const ROOT = 0x8000_4000;
const LEAVES = 0x8000_9000; // after the root table, which may have 16 KiB
const FRAME = 0x8000_a000;
const PAGE = 0x4000_0000;
const RWX = PTE_V | PTE_R | PTE_W | PTE_X;
const leaf = (frame: number, flags: number) => ((frame >>> 12) << 10) | flags;

const LOAD = 'lw a0, 0(a1)';
const STORE = 'sw a0, 0(a1)';
const FETCH = 'jr a1\n nop';

interface Setup {
  /** Flags of the entry for PAGE. */
  readonly flags?: number;
  readonly mode?: number;
  readonly mstatus?: number;
  /** PMP entry 0: a NAPOT region of 4 KiB, and its rights. A later entry allows the rest of memory. */
  readonly region?: readonly [address: number, rights: number];
  readonly locked?: boolean;
}

/** A machine with PMP, about to execute `source`. LEAVES maps PAGE to FRAME; the code is mapped to its own address. */
function machineWith(source: string, setup: Setup) {
  const { flags = RWX | PTE_A | PTE_D, mode = Mode.Supervisor, mstatus = 0, region, locked = false } = setup;
  const machine = boot(assemble(source), {
    firmware: 'vmm',
    pmpEntries: 16,
    registers: { a0: 77, a1: PAGE },
  });
  const { hart, memory } = machine;
  memory.write32(ROOT + 4 * (PAGE >>> 22), leaf(LEAVES, PTE_V));
  memory.write32(ROOT + 4 * (0x8000_0000 >>> 22), leaf(0x8000_0000, RWX | PTE_A | PTE_D));
  memory.write32(LEAVES, leaf(FRAME, flags));
  memory.write32(FRAME, 0x1234_5678);
  memory.write32(FRAME + 4, 0x13);
  const [address, rights] = region ?? [0, 7];
  const lock = locked ? 0x80 : 0;
  hart.writeCsr(Csr.pmpaddr0, (address >>> 2) | 0x1ff);
  hart.writeCsr(Csr.pmpaddr0 + 1, 0xffff_ffff);
  hart.writeCsr(Csr.pmpcfg0, 0x1f00 | 0x18 | lock | rights);
  hart.writeCsr(Csr.satp, SATP_MODE_SV32 + (ROOT >>> 12));
  hart.writeCsr(Csr.mstatus, mstatus);
  hart.mode = mode;
  return machine;
}

const accessFaults: Readonly<Record<string, number>> = {
  [LOAD]: Cause.LoadAccessFault,
  [STORE]: Cause.StoreAccessFault,
  [FETCH]: Cause.InstructionAccessFault,
};

describe.each([LOAD, STORE, FETCH])('3.7.2: %s', (source) => {
  const fault = { kind: 'trap', cause: accessFaults[source], tval: PAGE };

  test('is an access fault of its own kind if the table cannot be read', () => {
    expect(machineWith(source, { region: [LEAVES, 0] }).run(2)).toEqual(fault);
  });

  test('needs only the right to read the table, if no bit of the entry must be set', () => {
    const machine = machineWith(`${source}\n nop`, { region: [LEAVES, 1] });
    expect(machine.run(1)).toEqual({ kind: 'budget' });
  });

  test('is an access fault if the accessed bit cannot be written, and does not change the entry', () => {
    const machine = machineWith(source, { flags: RWX, region: [LEAVES, 1] });
    expect(machine.run(2)).toEqual(fault);
    expect(machine.memory.read32(LEAVES)).toBe(leaf(FRAME, RWX));
  });

  test('is an access fault if the page itself is protected', () => {
    expect(machineWith(source, { region: [FRAME, 0] }).run(2)).toEqual(fault);
  });

  test('is a page fault, not an access fault, if the table forbids it as well', () => {
    const machine = machineWith(source, { flags: PTE_V | PTE_U | PTE_R | PTE_A, region: [FRAME, 0] });
    const cause = {
      [LOAD]: Cause.LoadPageFault,
      [STORE]: Cause.StorePageFault,
      [FETCH]: Cause.InstructionPageFault,
    }[source];
    expect(machine.run(2)).toEqual({ kind: 'trap', cause, tval: PAGE });
  });
});

test('3.7.2: a store is an access fault if the dirty bit cannot be written; a load is allowed', () => {
  const flags = RWX | PTE_A;
  const store = machineWith(STORE, { flags, region: [LEAVES, 1] });
  expect(store.run(1)).toEqual({ kind: 'trap', cause: Cause.StoreAccessFault, tval: PAGE });
  expect([store.memory.read32(LEAVES), store.memory.read32(FRAME)]).toEqual([
    leaf(FRAME, flags),
    0x1234_5678,
  ]);
  expect(machineWith(LOAD, { flags, region: [LEAVES, 1] }).run(1)).toEqual({ kind: 'budget' });
});

test('3.7.2: PMP checks a walk as an access of S-mode, even if machine mode loads with MPRV', () => {
  const setup = { mode: Mode.Machine, mstatus: MSTATUS_MPRV | (1 << 11), region: [LEAVES, 0] } as const;
  expect(machineWith(LOAD, setup).run(1)).toEqual({ kind: 'trap', cause: Cause.LoadAccessFault, tval: PAGE });
});

test('3.7.1: with MPRV, PMP checks loads in the mode of MPP, and fetches in machine mode', () => {
  const bare = (rights: number, mpp: number) => {
    const machine = machineWith(LOAD, {
      mode: Mode.Machine,
      mstatus: MSTATUS_MPRV | (mpp << 11),
      region: [0x8000_0000, rights],
    });
    machine.hart.writeCsr(Csr.satp, 0);
    machine.hart.x[11] = 0x8000_0000 | 0;
    return machine.run(1);
  };
  expect(bare(0, Mode.Supervisor)).toMatchObject({ cause: Cause.LoadAccessFault });
  expect(bare(0, Mode.User)).toMatchObject({ cause: Cause.LoadAccessFault });
  expect(bare(0, Mode.Machine)).toEqual({ kind: 'budget' });
  expect(bare(1, Mode.Supervisor)).toEqual({ kind: 'budget' });
});

test('3.7.1.2: a locked entry restricts the fetches of machine mode', () => {
  const machine = machineWith('nop', { mode: Mode.Machine, region: [0x8000_0000, 3], locked: true });
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.InstructionAccessFault, tval: 0x8000_0000 });
});

test('3.7.1.1: a 32-bit instruction that crosses the end of a region faults in its second half', () => {
  const machine = machineWith('nop', { region: [0x8000_1000, 3] });
  machine.hart.writeCsr(Csr.satp, 0);
  machine.memory.write32(0x8000_0ffe, 0x0000_0013);
  machine.hart.pc = 0x8000_0ffe;
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.InstructionAccessFault, tval: 0x8000_1000 });
  expect(machine.hart.pc).toBe(0x8000_0ffe);
});

const asUser = MSTATUS_MPRV;
const asSupervisor = MSTATUS_MPRV | (1 << 11);
const asMachine = MSTATUS_MPRV | (3 << 11);

test.each([
  // instruction, mstatus, flags of the page, outcome
  [LOAD, asSupervisor, RWX, 'ok'],
  [LOAD, asSupervisor, RWX | PTE_U, Cause.LoadPageFault],
  [LOAD, asSupervisor | MSTATUS_SUM, RWX | PTE_U, 'ok'],
  [STORE, asSupervisor, RWX | PTE_U, Cause.StorePageFault],
  [STORE, asSupervisor | MSTATUS_SUM, RWX | PTE_U, 'ok'],
  [LOAD, asUser, RWX, Cause.LoadPageFault],
  [LOAD, asUser | MSTATUS_SUM, RWX, Cause.LoadPageFault],
  [LOAD, asUser, RWX | PTE_U, 'ok'],
  [LOAD, asSupervisor, PTE_V | PTE_X, Cause.LoadPageFault],
  [LOAD, asSupervisor | MSTATUS_MXR, PTE_V | PTE_X, 'ok'],
  [LOAD, asUser | MSTATUS_MXR, PTE_V | PTE_X | PTE_U, 'ok'],
  [LOAD, asSupervisor | MSTATUS_MXR, PTE_V | PTE_X | PTE_U, Cause.LoadPageFault],
  [LOAD, asSupervisor | MSTATUS_MXR | MSTATUS_SUM, PTE_V | PTE_X | PTE_U, 'ok'],
  [STORE, asSupervisor | MSTATUS_MXR, PTE_V | PTE_X, Cause.StorePageFault],
  [LOAD, asMachine, RWX, Cause.LoadAccessFault], // no translation: PAGE is a physical address without memory
])('3.1.6.3: %s in machine mode with mstatus %i and the page %i', (source, mstatus, flags, outcome) => {
  const machine = machineWith(source, { mode: Mode.Machine, mstatus, flags });
  const stop = machine.run(1);
  expect(stop).toEqual(outcome === 'ok' ? { kind: 'budget' } : { kind: 'trap', cause: outcome, tval: PAGE });
  if (outcome === 'ok' && source === LOAD) {
    expect(register(machine, 'a0')).toBe(0x1234_5678);
  }
});

test('3.1.6.3: MRET to machine mode keeps MPRV and sets MPP to U, so the next load counts as one of U-mode', () => {
  const machine = machineWith('mret\n nop', { mode: Mode.Machine, mstatus: asMachine });
  machine.hart.writeCsr(Csr.mepc, 0x8000_0004);
  machine.memory.write32(0x8000_0004, 0x0005_a503); // lw a0, 0(a1)
  expect(machine.run(2)).toEqual({ kind: 'trap', cause: Cause.LoadPageFault, tval: PAGE });
});

test('4.3.1: SUM lets a supervisor read a user page, but never execute it', () => {
  const source = 'lw a0, 0(a1)\n sw a0, 0(a1)\n jr a1\n nop';
  const machine = machineWith(source, { mstatus: MSTATUS_SUM, flags: RWX | PTE_U });
  expect(machine.run(4)).toEqual({ kind: 'trap', cause: Cause.InstructionPageFault, tval: PAGE });
  expect(machine.steps).toBe(3);
});

test.each([
  [LOAD, 0, Cause.LoadGuestPageFault],
  [STORE, PTE_A, Cause.StoreGuestPageFault],
  [STORE, PTE_A | PTE_D, 'ok'],
])(
  '8.5.1, 4.3.1: if software sets accessed and dirty bits, the G-stage faults on a missing one: %s, bits %i',
  (source, marks, outcome) => {
    const machine = boot(assemble(source), {
      firmware: 'vmm',
      profile: assisted,
      accessedDirty: 'trap',
      registers: { a1: PAGE },
    });
    const { hart, memory } = machine;
    memory.write32(ROOT + 4 * (PAGE >>> 22), leaf(LEAVES, PTE_V)); // of 16 KiB: addresses have 34 bits
    memory.write32(ROOT + 4 * (0x8000_0000 >>> 22), leaf(0x8000_0000, RWX | PTE_U | PTE_A | PTE_D));
    memory.write32(LEAVES, leaf(FRAME, RWX | PTE_U | marks));
    hart.writeCsr(Csr.hgatp, SATP_MODE_SV32 + (ROOT >>> 12));
    hart.mode = Mode.Supervisor;
    hart.virtual = true;
    const stop = machine.run(1);
    expect(stop.kind === 'trap' ? stop.cause : 'ok').toBe(outcome);
  },
);
