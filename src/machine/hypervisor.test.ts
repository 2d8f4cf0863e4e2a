import { assemble } from '../assembler/index.js';
import * as csrs from './csrs.js';
import { Cause } from './causes.js';
import { Csr } from './csrs.js';
import { Mode } from './modes.js';
import { assisted, strict } from './profiles.js';
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from './sv32.js';
import { boot, register, type Setup } from './testing.js';

const START = 0x8000_0000;
const { User, Supervisor, Machine: M } = Mode;
type Csrs = Partial<Record<csrs.CsrName, number>>;

/** A machine about to execute `source` as a guest (VS- or VU-mode), or in the hypervisor; traps into M-mode show as stops. */
function about(
  source: string,
  {
    mode = Supervisor,
    virtual = true,
    csr = {},
    ...setup
  }: Setup & { mode?: number; virtual?: boolean; csr?: Csrs } = {},
) {
  const machine = boot(assemble(source), { profile: assisted, firmware: 'vmm', ...setup });
  const { hart } = machine;
  for (const [name, value] of Object.entries(csr)) {
    hart.writeCsr(Csr[name as csrs.CsrName], value);
  }
  hart.mode = mode;
  hart.virtual = virtual;
  return machine;
}

interface Where {
  readonly mode: number;
  readonly virtual: boolean;
}

const VS: Where = { mode: Supervisor, virtual: true };
const VU: Where = { mode: User, virtual: true };
const HS: Where = { mode: Supervisor, virtual: false };
const U: Where = { mode: User, virtual: false };

const outcome = (stop: { kind: string; cause?: number }) => (stop.kind === 'trap' ? stop.cause : 'ok');
const VIRTUAL = Cause.VirtualInstruction;
const ILLEGAL = Cause.IllegalInstruction;

test.each<[string, Where, Csrs, number | string]>([
  // What the hypervisor might do, a guest's attempt at is a virtual instruction (section 8.6.1).
  ['csrr a0, hstatus', VS, {}, VIRTUAL],
  ['csrr a0, hgatp', VS, {}, VIRTUAL],
  ['csrr a0, vsstatus', VS, {}, VIRTUAL],
  ['csrr a0, hgeip', VS, {}, VIRTUAL],
  ['csrw hgeip, a0', VS, {}, ILLEGAL], // read-only for the hypervisor as well
  ['csrr a0, mstatus', VS, {}, ILLEGAL],
  ['csrr a0, sstatus', VS, {}, 'ok'],
  ['csrr a0, sstatus', VU, {}, VIRTUAL],
  ['csrr a0, satp', VU, { mstatus: csrs.MSTATUS_TVM }, VIRTUAL],
  ['csrr a0, satp', VS, { mstatus: csrs.MSTATUS_TVM }, 'ok'],
  ['csrr a0, satp', VS, { hstatus: csrs.HSTATUS_VTVM }, VIRTUAL],
  ['csrr a0, satp', HS, { hstatus: csrs.HSTATUS_VTVM }, 'ok'],
  ['csrr a0, hgatp', HS, {}, 'ok'],
  ['csrr a0, hgatp', HS, { mstatus: csrs.MSTATUS_TVM }, ILLEGAL],
  ['csrr a0, hgatp', U, {}, ILLEGAL],
  ['sret', VU, {}, VIRTUAL],
  ['sret', VS, { hstatus: csrs.HSTATUS_VTSR }, VIRTUAL],
  ['sret', VS, { mstatus: csrs.MSTATUS_TSR }, 'ok'],
  ['sret', HS, { mstatus: csrs.MSTATUS_TSR }, ILLEGAL],
  ['mret', VS, {}, ILLEGAL],
  ['sfence.vma', VU, {}, VIRTUAL],
  ['sfence.vma', VS, {}, 'ok'],
  ['sfence.vma', VS, { hstatus: csrs.HSTATUS_VTVM }, VIRTUAL],
  ['wfi', VU, {}, VIRTUAL],
  ['wfi', VU, { mstatus: csrs.MSTATUS_TW }, ILLEGAL],
  ['wfi', VS, { hstatus: csrs.HSTATUS_VTW }, VIRTUAL],
  ['wfi', VS, { hstatus: csrs.HSTATUS_VTW, mstatus: csrs.MSTATUS_TW }, ILLEGAL],
  ...['hlv.w a0, (a1)', 'hlvx.hu a0, (a1)', 'hsv.b a0, (a1)', 'hfence.vvma', 'hfence.gvma'].flatMap(
    (source): [string, Where, Csrs, number | string][] => [
      [source, VS, {}, VIRTUAL],
      [source, VU, { hstatus: csrs.HSTATUS_HU }, VIRTUAL],
      [source, U, {}, ILLEGAL],
      [source, HS, {}, 'ok'],
    ],
  ),
  ['hlv.w a0, (a1)', U, { hstatus: csrs.HSTATUS_HU }, 'ok'],
  ['hfence.vvma', U, { hstatus: csrs.HSTATUS_HU }, ILLEGAL],
  ['hfence.vvma', HS, { mstatus: csrs.MSTATUS_TVM }, 'ok'],
  ['hfence.gvma', HS, { mstatus: csrs.MSTATUS_TVM }, ILLEGAL],
  // Counters (section 8.2.6): the machine's enable comes first.
  ['rdtime a0', VS, {}, ILLEGAL],
  ['rdtime a0', VS, { hcounteren: 7 }, ILLEGAL],
  ['rdtime a0', VS, { mcounteren: 7 }, VIRTUAL],
  ['rdtime a0', VS, { mcounteren: 7, hcounteren: 7 }, 'ok'],
  ['rdtimeh a0', VU, { mcounteren: 7, hcounteren: 7 }, VIRTUAL],
  ['rdtimeh a0', VU, { mcounteren: 7, scounteren: 7 }, VIRTUAL],
  ['rdtimeh a0', VU, { mcounteren: 7, scounteren: 7, hcounteren: 7 }, 'ok'],
  ['rdcycle a0', U, { mcounteren: 7, scounteren: 7 }, 'ok'],
])('8.6.1: %s in %o with %o: %s', (source, where, csr, expected) => {
  const machine = about(source, { ...where, csr, registers: { a1: START } });
  const stop = machine.run(1);
  expect(outcome(stop.kind === 'idle' ? { kind: 'ok' } : stop)).toBe(expected);
  if (stop.kind === 'trap') {
    expect(stop.tval).toBe(machine.memory.read32(START));
  }
});

test('8.1: without the extension its CSRs and instructions are illegal', () => {
  for (const source of [
    'csrr a0, hstatus',
    'csrr a0, vsatp',
    'hlv.w a0, (a1)',
    'hfence.gvma',
    'hsv.w a0, (a1)',
  ]) {
    const machine = about(source, { profile: strict, mode: M, virtual: false, registers: { a1: START } });
    expect(outcome(machine.run(1))).toBe(ILLEGAL);
  }
});

test.each<[string, csrs.CsrName, number]>([
  ['sscratch', 'vsscratch', 0x1234],
  ['sepc', 'vsepc', 0x8000_0002],
  ['scause', 'vscause', 7],
  ['stval', 'vstval', 99],
  ['stvec', 'vstvec', 0x8000_0401],
  ['sstatus', 'vsstatus', csrs.SSTATUS_SPP],
])('8.2.12: while a guest runs, %s is %s', (name, guest, value) => {
  const machine = about(`csrw ${name}, a0\n csrr a1, ${name}`, { registers: { a0: value } });
  const own = Csr[name as csrs.CsrName];
  const before = machine.hart.readCsr(own);
  machine.run(2);
  expect(register(machine, 'a1')).toBe(value);
  expect(machine.hart.readCsr(Csr[guest])).toBe(value);
  expect(machine.hart.readCsr(own)).toBe(before);
});

test('8.2.12: registers that a guest has no copy of stay the same: scounteren and senvcfg', () => {
  const machine = about('csrwi scounteren, 5\n csrwi senvcfg, 1');
  machine.run(2);
  expect([Csr.scounteren, Csr.senvcfg].map((csr) => machine.hart.readCsr(csr))).toEqual([5, 1]);
});

test('8.2.3: hvip injects interrupts, which the guest sees one bit lower where they are delegated to it', () => {
  const { hart } = about('nop', { csr: { hvip: 0x444, hie: 0x444, hideleg: 0x404 } });
  expect([Csr.mip, Csr.hip, Csr.vsip, Csr.vsie].map((csr) => hart.readCsr(csr))).toEqual([
    0x444, 0x444, 0x202, 0x202,
  ]);
  hart.writeCsr(Csr.vsip, 0); // only the software interrupt is the guest's to clear
  hart.writeCsr(Csr.vsie, 0);
  expect([Csr.hvip, Csr.hie].map((csr) => hart.readCsr(csr))).toEqual([0x440, 0x40]);
  hart.writeCsr(Csr.hip, 0x444);
  expect(hart.readCsr(Csr.hvip)).toBe(0x444);
  expect([Csr.sip, Csr.sie, Csr.mideleg].map((csr) => hart.readCsr(csr))).toEqual([0, 0, 0x444]);
});

test('8.2.3: a delegated interrupt enters the guest with the number that it knows', () => {
  const csr = { hvip: 0x40, hie: 0x40, hideleg: 0x444, vstvec: 0x8000_0101, vsstatus: csrs.SSTATUS_SIE };
  const machine = about('nop', { csr });
  machine.memory.write32(0x8000_0114, 0x13);
  machine.run(1);
  const { hart } = machine;
  expect([hart.pc, hart.mode, hart.virtual]).toEqual([0x8000_0118, Supervisor, true]);
  expect([Csr.vscause, Csr.vsepc, Csr.vsstatus].map((c) => hart.readCsr(c))).toEqual([
    0x8000_0005,
    START,
    csrs.SSTATUS_SPIE | csrs.SSTATUS_SPP,
  ]);
  expect(hart.readCsr(Csr.scause)).toBe(0);
});

test.each([
  ['disabled in vsstatus', VS, { hideleg: 0x444 }, undefined],
  ['in VU-mode, whatever vsstatus says', VU, { hideleg: 0x444 }, 'guest'],
  ['delegated, while no guest runs', U, { hideleg: 0x444 }, undefined],
  ['not delegated: the hypervisor gets it', VS, {}, 'hypervisor'],
  ['not delegated, in HS-mode with interrupts off', HS, {}, undefined],
])('3.1.9 and 8.2.3: a pending virtual interrupt, %s', (_title, where, csr, taker) => {
  const machine = about('nop', {
    ...where,
    csr: { hvip: 4, hie: 4, vstvec: 0x8000_0100, stvec: 0x8000_0200, ...csr },
  });
  machine.memory.write32(0x8000_0100, 0x13);
  machine.memory.write32(0x8000_0200, 0x13);
  machine.run(1);
  const { hart } = machine;
  const expected = taker === 'guest' ? 0x8000_0104 : taker === 'hypervisor' ? 0x8000_0204 : 0x8000_0004;
  expect([hart.pc, hart.virtual]).toEqual([
    expected,
    taker === undefined ? where.virtual : taker === 'guest',
  ]);
  expect(hart.readCsr(Csr.scause)).toBe(taker === 'hypervisor' ? 0x8000_0002 : 0);
});

test('8.6.2: a trap from VU-mode into the hypervisor, and SRET back', () => {
  const machine = about('ecall\n nop', {
    ...VU,
    csr: { medeleg: 1 << Cause.EcallFromU, stvec: 0x8000_0100 },
  });
  const { hart, memory } = machine;
  memory.write32(0x8000_0100, 0x1020_0073); // sret
  machine.run(1);
  expect([hart.pc, hart.mode, hart.virtual]).toEqual([0x8000_0100, Supervisor, false]);
  expect(hart.readCsr(Csr.hstatus)).toBe(csrs.HSTATUS_SPV);
  expect(hart.readCsr(Csr.sstatus) & csrs.SSTATUS_SPP).toBe(0);
  machine.run(1);
  expect([hart.pc, hart.mode, hart.virtual]).toEqual([START, User, true]);
  expect(hart.readCsr(Csr.hstatus)).toBe(0);
});

test('8.6.2: SPVP tells the guest supervisor from its user, and an HS-mode trap leaves it', () => {
  const machine = about('ebreak', { csr: { medeleg: 1 << 3, stvec: 0x8000_0100 } });
  machine.memory.write32(0x8000_0100, 0x0010_0073); // ebreak again, in HS-mode
  machine.run(1);
  const { hart } = machine;
  expect(hart.readCsr(Csr.hstatus)).toBe(csrs.HSTATUS_SPV | csrs.HSTATUS_SPVP | csrs.HSTATUS_GVA);
  machine.run(1);
  expect(hart.readCsr(Csr.hstatus)).toBe(csrs.HSTATUS_SPVP);
});

test('8.2.2: hedeleg hands a trap on to the guest, and vsstatus is its stack', () => {
  const machine = about('ebreak', {
    ...VU,
    csr: { medeleg: 1 << 3, hedeleg: 1 << 3, vstvec: 0x8000_0100, vsstatus: csrs.SSTATUS_SIE },
  });
  machine.run(1);
  const { hart } = machine;
  expect([hart.pc, hart.mode, hart.virtual]).toEqual([0x8000_0100, Supervisor, true]);
  expect([Csr.vscause, Csr.vstval, Csr.vsstatus].map((c) => hart.readCsr(c))).toEqual([
    3,
    START,
    csrs.SSTATUS_SPIE,
  ]);
});

test('8.4.1: a trap into machine mode records the guest in mstatush, and MRET takes it back', () => {
  const machine = about('ecall\n nop', { firmware: 'none', csr: { mtvec: 0x8000_0100 } });
  machine.memory.write32(0x8000_0100, 0x3020_0073); // mret
  machine.run(1);
  const { hart } = machine;
  expect([hart.mode, hart.virtual, hart.readCsr(Csr.mcause)]).toEqual([M, false, Cause.EcallFromVS]);
  expect(hart.readCsr(Csr.mstatush)).toBe(csrs.MSTATUSH_MPV);
  machine.run(1);
  expect([hart.mode, hart.virtual, hart.readCsr(Csr.mstatush)]).toEqual([Supervisor, true, 0]);
});

test('8.2.7: a guest reads the time with htimedelta added, over 64 bits', () => {
  const csr = { mcounteren: 7, hcounteren: 7, htimedelta: 0xffff_ffff, htimedeltah: 4 };
  const machine = about('nop\n nop\n rdtime a0\n rdtimeh a1', { csr });
  machine.run(4);
  expect([register(machine, 'a0'), register(machine, 'a1')]).toEqual([1, 5]);
});

// Two-stage translation. A guest-physical page GUEST is mapped to FRAME, and the guest's own table lies in guest-physical TABLE.
const ROOT = 0x8000_4000; // 16 KiB
const LEAVES = 0x8000_8000;
const VS_ROOT = 0x8000_9000;
const VS_LEAVES = 0x8000_a000;
const FRAME = 0x8000_b000;
const VIRTUAL_PAGE = 0x1000_0000;
const GUEST = 0x2_0000_5000; // beyond 32 bits
const GUEST_TABLE = 0x3_0000_0000; // two pages: root and leaves
const RW = PTE_V | PTE_R | PTE_W | PTE_A | PTE_D;
const pte = (address: number, flags: number) => ((address / 4096) * 1024 + flags) >>> 0;
const pageIndex = (address: number) => Math.floor(address / 4096) % 1024;
const rootIndex = (address: number) => Math.floor(address / 2 ** 22);

interface Tables {
  readonly first?: number;
  readonly second?: number;
  readonly table?: number;
  readonly csr?: Csrs;
  readonly where?: Where;
}

function staged(
  source: string,
  { first = RW, second = RW | PTE_U, table = RW | PTE_U, csr = {}, where = VS }: Tables = {},
) {
  const machine = about(source, {
    ...where,
    registers: { a0: 77, a1: VIRTUAL_PAGE },
    csr: {
      hgatp: 0x8000_0000 + ROOT / 4096,
      vsatp: 0x8000_0000 + GUEST_TABLE / 4096,
      medeleg: 0xf0_b7ff,
      stvec: 0x8000_0100,
      ...csr,
    },
  });
  const { memory } = machine;
  const code = PTE_V | PTE_R | PTE_X | PTE_A;
  memory.write32(ROOT + 4 * rootIndex(START), pte(0x8000_0000, code | PTE_U)); // code: a superpage, as it lies
  memory.write32(VS_ROOT + 4 * rootIndex(START), pte(0x8000_0000, code | (where.mode === User ? PTE_U : 0)));
  memory.write32(ROOT + 4 * rootIndex(GUEST), pte(LEAVES, PTE_V));
  memory.write32(LEAVES + 4 * pageIndex(GUEST), pte(FRAME, second));
  memory.write32(ROOT + 4 * rootIndex(GUEST_TABLE), pte(0x8000_c000, PTE_V));
  memory.write32(0x8000_c000, pte(VS_ROOT, RW | PTE_U));
  memory.write32(0x8000_c004, pte(VS_LEAVES, table));
  memory.write32(VS_ROOT + 4 * rootIndex(VIRTUAL_PAGE), pte(GUEST_TABLE + 4096, PTE_V));
  memory.write32(VS_LEAVES, pte(GUEST, first));
  memory.write32(FRAME, 0x1234_5678);
  return machine;
}

function trapOf({ hart }: ReturnType<typeof staged>) {
  return {
    cause: hart.readCsr(Csr.scause),
    stval: hart.readCsr(Csr.stval),
    htval: hart.readCsr(Csr.htval),
    htinst: hart.readCsr(Csr.htinst),
    gva: (hart.readCsr(Csr.hstatus) & csrs.HSTATUS_GVA) !== 0,
  };
}

const LOAD = 'lw a0, 0(a1)';
const STORE = 'sw a0, 0(a1)';

test('8.5: an address goes through both tables, over a guest-physical address of 34 bits', () => {
  const machine = staged(`${LOAD}\n ${LOAD}\n sw a1, 0(a1)`);
  expect(machine.run(3)).toEqual({ kind: 'budget' });
  expect(register(machine, 'a0')).toBe(0x1234_5678);
  expect(machine.memory.read32(FRAME)).toBe(VIRTUAL_PAGE);
});

test('8.5: with vsatp bare a virtual address is guest-physical', () => {
  const machine = staged('lw a0, 0(a1)', { csr: { vsatp: 0 } });
  machine.hart.x[11] = 0x8000_0000;
  machine.run(1);
  expect(register(machine, 'a0')).toBe(machine.memory.read32(0x8000_0000));
});

test.each<[string, string, Tables, number, number, number]>([
  ['no second-stage page', LOAD, { second: 0 }, Cause.LoadGuestPageFault, GUEST / 4, 0],
  [
    'a second-stage page that is not a user page',
    LOAD,
    { second: RW },
    Cause.LoadGuestPageFault,
    GUEST / 4,
    0,
  ],
  [
    'a store to a read-only second-stage page',
    STORE,
    { second: (RW & ~PTE_W) | PTE_U },
    Cause.StoreGuestPageFault,
    GUEST / 4,
    0,
  ],
  [
    'an AMO on a read-only second-stage page',
    'amoadd.w a0, a0, (a1)',
    { second: (RW & ~PTE_W) | PTE_U },
    Cause.StoreGuestPageFault,
    GUEST / 4,
    0,
  ],
  [
    'a jump to a second-stage page that is not executable',
    'jr a1',
    { first: PTE_V | PTE_X | PTE_A, second: RW | PTE_U },
    Cause.InstructionGuestPageFault,
    GUEST / 4,
    0,
  ],
  [
    'a guest table that is not mapped',
    LOAD,
    { table: 0 },
    Cause.LoadGuestPageFault,
    (GUEST_TABLE + 4096) / 4,
    0x2000,
  ],
  [
    'a guest table that cannot be marked',
    LOAD,
    { first: RW & ~PTE_A, table: (RW & ~PTE_W) | PTE_U },
    Cause.LoadGuestPageFault,
    (GUEST_TABLE + 4096) / 4,
    0x2020,
  ],
  ['no first-stage page', LOAD, { first: 0 }, Cause.LoadPageFault, 0, 0],
])('8.6.3: %s', (_title, source, tables, cause, htval, htinst) => {
  const machine = staged(source, tables);
  machine.run(source === 'jr a1' ? 2 : 1);
  expect(trapOf(machine)).toEqual({ cause, stval: VIRTUAL_PAGE, htval, htinst, gva: true });
  expect(register(machine, 'a0')).toBe(77);
});

test('8.6.3: a guest-page fault in machine mode fills mtval2 and mtinst', () => {
  const machine = about(LOAD, {
    firmware: 'none',
    registers: { a1: VIRTUAL_PAGE },
    csr: { mtvec: 0x8000_0100, hgatp: 0x8000_0000 + ROOT / 4096 },
  });
  const code = PTE_V | PTE_R | PTE_X | PTE_A | PTE_U;
  machine.memory.write32(ROOT + 4 * rootIndex(START), pte(0x8000_0000, code));
  machine.run(1);
  const { hart } = machine;
  expect([Csr.mcause, Csr.mtval, Csr.mtval2, Csr.mtinst, Csr.mstatush].map((c) => hart.readCsr(c))).toEqual([
    Cause.LoadGuestPageFault,
    VIRTUAL_PAGE,
    VIRTUAL_PAGE / 4,
    0,
    csrs.MSTATUSH_GVA | csrs.MSTATUSH_MPV,
  ]);
});

test.each<[string, Tables, boolean]>([
  ['vsstatus', { first: PTE_V | PTE_X | PTE_A, csr: { vsstatus: csrs.MSTATUS_MXR } }, true],
  ['sstatus', { first: PTE_V | PTE_X | PTE_A, csr: { mstatus: csrs.MSTATUS_MXR } }, true],
  [
    'sstatus, second stage',
    { second: PTE_V | PTE_X | PTE_A | PTE_U, csr: { mstatus: csrs.MSTATUS_MXR } },
    true,
  ],
  [
    'vsstatus, second stage',
    { second: PTE_V | PTE_X | PTE_A | PTE_U, csr: { vsstatus: csrs.MSTATUS_MXR } },
    false,
  ],
])('8.5.1: MXR in %s', (_title, tables, readable) => {
  const machine = staged(LOAD, tables);
  machine.run(1);
  expect(register(machine, 'a0')).toBe(readable ? 0x1234_5678 : 77);
});

test('8.3: HLV and HSV access memory as the guest does, in the mode that SPVP says', () => {
  const guest = { where: HS, csr: { hstatus: csrs.HSTATUS_SPVP } };
  const machine = staged(
    'hlv.w a2, (a1)\n hlv.b a3, (a1)\n hsv.h a0, (a1)\n hlv.hu a4, (a1)\n lw a5, 8(a1)',
    guest,
  );
  machine.run(4);
  expect(['a2', 'a3', 'a4'].map((name) => register(machine, name))).toEqual([0x1234_5678, 0x78, 77]);
  machine.run(1); // its own access is not the guest's
  const trap = { cause: Cause.LoadAccessFault, stval: VIRTUAL_PAGE + 8, gva: false }; // no device is there
  expect(trapOf(machine)).toMatchObject(trap);
  const user = staged('hlv.w a2, (a1)', { where: HS });
  user.run(1);
  expect(trapOf(user)).toMatchObject({ cause: Cause.LoadPageFault, stval: VIRTUAL_PAGE, gva: true });
  expect(user.hart.readCsr(Csr.hstatus) & csrs.HSTATUS_SPV).toBe(0);
});

test('8.3: HLVX needs the permission to execute, at both stages, and not to read', () => {
  const x = PTE_V | PTE_X | PTE_A;
  const csr = { hstatus: csrs.HSTATUS_SPVP };
  const machine = staged('hlvx.wu a2, (a1)\n hlvx.hu a3, (a1)\n hlv.w a4, (a1)', {
    where: HS,
    first: x,
    second: x | PTE_U,
    csr,
  });
  machine.run(2);
  expect(['a2', 'a3'].map((name) => register(machine, name))).toEqual([0x1234_5678, 0x5678]);
  machine.run(1);
  expect(trapOf(machine).cause).toBe(Cause.LoadPageFault);
  const notExecutable = staged('hlvx.wu a2, (a1)', { where: HS, first: x, csr });
  notExecutable.run(1);
  expect(trapOf(notExecutable).cause).toBe(Cause.LoadGuestPageFault);
});

test('8.4.1: MPRV with MPV loads as the guest does', () => {
  const machine = staged(LOAD, {
    where: { mode: M, virtual: false },
    csr: { mstatus: csrs.MSTATUS_MPRV | (1 << 11), mstatush: csrs.MSTATUSH_MPV },
  });
  machine.run(1);
  expect(register(machine, 'a0')).toBe(0x1234_5678);
});

test('8.5: another hgatp is another world, without a fence between them', () => {
  const machine = staged(`${LOAD}\n ${LOAD}`);
  machine.run(1);
  machine.hart.writeCsr(Csr.hgatp, 0);
  machine.run(1);
  expect(trapOf(machine).cause).toBe(Cause.InstructionAccessFault); // the guest's table is nowhere now
});
