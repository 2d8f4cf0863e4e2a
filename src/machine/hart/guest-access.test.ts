import { assemble } from '../../assembler/index.js';
import { Cause } from '../isa/causes.js';
import * as csrs from '../isa/csrs.js';
import { CLINT_BASE } from '../memory/physical/memory-map.js';
import { PMP_R, PMP_X } from '../memory/translation/pmp.js';
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from '../memory/translation/sv32.js';
import { register } from '../testing.js';
import {
  CONTENT,
  csrsOf,
  FRAME,
  guarded,
  GUEST,
  GUEST_TABLE,
  HS,
  LEAVES,
  M,
  PAGE,
  pageIndex,
  pte,
  RW,
  staged,
  START,
  trapOf,
  U,
  VS_LEAVES,
  XO,
  XR,
  type Csrs,
  type Tables,
} from '../testing-guests.js';

const { HSTATUS_SPVP, HSTATUS_HU, HSTATUS_SPV } = csrs;

/** A machine about to execute `source` in HS-mode. HLV and HSV act as VS-mode. */
function outside(source: string, { csr, ...tables }: Tables = {}) {
  return staged(assemble(source), { where: HS, ...tables, csr: { hstatus: HSTATUS_SPVP, ...csr } });
}

test('8.3.1: each load and each store has its own width; each load extends the sign or not', () => {
  const machine = outside(
    `
    hlv.b a2, (a1)
    hlv.bu a3, (a1)
    hlv.h a4, (a1)
    hlv.hu a5, (a1)
    hlv.w a6, (a1)
    hlvx.hu a7, (a1)
    hlvx.wu s0, (a1)
    hsv.b x0, (a1)
    hlv.w s1, (a1)
    hsv.h x0, (a1)
    hlv.w s2, (a1)
    hsv.w a0, (a1)
    hlv.w s3, (a1)`,
    { vsStage: RW | PTE_X, gStage: RW | PTE_X | PTE_U },
  );
  machine.memory.write32(FRAME, 0x89ab_cdef);
  machine.run(13);
  const names = ['a2', 'a3', 'a4', 'a5', 'a6', 'a7', 's0', 's1', 's2', 's3'];
  expect(names.map((name) => register(machine, name))).toEqual([
    0xffff_ffef, 0xef, 0xffff_cdef, 0xcdef, 0x89ab_cdef, 0xcdef, 0x89ab_cdef, 0x89ab_cd00, 0x89ab_0000, 77,
  ]);
});

test('8.3.1: in HS-mode, in M-mode, and with HU in U-mode, SPVP gives the mode of the access', () => {
  for (const where of [HS, M, U]) {
    for (const [vsStage, hstatus, loads] of [
      [RW, HSTATUS_SPVP, true],
      [RW, 0, false],
      [RW | PTE_U, 0, true],
      [RW | PTE_U, HSTATUS_SPVP, false],
    ] as const) {
      const machine = outside('hlv.w a0, (a1)', { where, vsStage, csr: { hstatus: hstatus | HSTATUS_HU } });
      const stop = machine.run(1);
      expect(register(machine, 'a0')).toBe(loads ? CONTENT : 77);
      if (!loads && where !== M) {
        expect(trapOf(machine)).toMatchObject({ cause: Cause.LoadPageFault, stval: PAGE, gva: true });
        expect(csrsOf(machine, 'hstatus')[0]! & (HSTATUS_SPV | HSTATUS_SPVP)).toBe(hstatus);
      } else if (!loads) {
        expect(stop).toMatchObject({ kind: 'trap', cause: Cause.LoadPageFault, tval: PAGE });
      }
    }
  }
});

test('8.3.1: MPRV has no effect', () => {
  const mstatus = csrs.MSTATUS_MPRV | csrs.MSTATUS_MPP;
  const machine = outside('hlv.w a0, (a1)\n hsv.w a1, (a1)\n lw a2, (a3)', {
    where: M,
    csr: { mstatus },
    setup: { registers: { a1: PAGE, a3: FRAME } },
  });
  machine.run(3);
  expect(['a0', 'a2'].map((name) => register(machine, name))).toEqual([CONTENT, PAGE]);
});

test.each<[string, Tables, boolean]>([
  ['SUM of vsstatus applies', { vsStage: RW | PTE_U, csr: { vsstatus: csrs.SSTATUS_SUM } }, true],
  ['SUM of sstatus does not apply', { vsStage: RW | PTE_U, csr: { mstatus: csrs.MSTATUS_SUM } }, false],
  [
    'MXR of sstatus applies to both stages',
    { vsStage: XO, gStage: XO | PTE_U, csr: { mstatus: csrs.MSTATUS_MXR } },
    true,
  ],
  ['MXR of vsstatus applies to the VS-stage', { vsStage: XO, csr: { vsstatus: csrs.MSTATUS_MXR } }, true],
  [
    'MXR of vsstatus does not apply to the G-stage',
    { gStage: XO | PTE_U, csr: { vsstatus: csrs.MSTATUS_MXR } },
    false,
  ],
])('8.3.1: HLV: %s', (_title, tables, loads) => {
  const machine = outside('hlv.w a0, (a1)', tables);
  machine.run(1);
  expect(register(machine, 'a0')).toBe(loads ? CONTENT : 77);
});

test.each<[string, Tables, number | 'ok']>([
  ['both stages execute-only', { vsStage: XO, gStage: XO | PTE_U }, 'ok'],
  ['the VS-stage is not executable', { vsStage: RW, gStage: XO | PTE_U }, Cause.LoadPageFault],
  ['the G-stage is not executable', { vsStage: XO, gStage: RW | PTE_U }, Cause.LoadGuestPageFault],
  [
    'the G-stage is not executable, and MXR makes no difference',
    { vsStage: XO, gStage: RW | PTE_U, csr: { mstatus: csrs.MSTATUS_MXR } },
    Cause.LoadGuestPageFault,
  ],
  ['a user page without SUM', { vsStage: XO | PTE_U, gStage: XO | PTE_U }, Cause.LoadPageFault],
  ['the guest’s table need not be executable', { vsStage: XR, gStage: XR | PTE_U, table: RW | PTE_U }, 'ok'],
  [
    'the guest’s table must be readable',
    { vsStage: XR, gStage: XR | PTE_U, table: XO | PTE_U },
    Cause.LoadGuestPageFault,
  ],
])('8.3.1: HLVX needs the permission to execute, not to read: %s', (_title, tables, outcome) => {
  const machine = outside('hlvx.wu a0, (a1)', tables);
  machine.run(1);
  expect(csrsOf(machine, 'scause')).toEqual([outcome === 'ok' ? 0 : outcome]);
  expect(register(machine, 'a0')).toBe(outcome === 'ok' ? CONTENT : 77);
});

test.each([
  ['both', PMP_R | PMP_X, 'ok'],
  ['only to execute', PMP_X, Cause.LoadAccessFault],
  ['only to read', PMP_R, Cause.LoadAccessFault],
])(
  '8.3.1: HLVX needs the PMP rights to read and to execute; here it has: %s',
  (_title, permissions, outcome) => {
    const tables = { vsStage: XR, gStage: XR | PTE_U, where: HS, csr: { hstatus: HSTATUS_SPVP } };
    const machine = guarded(assemble('hlvx.wu a0, (a1)'), FRAME, permissions, tables);
    machine.run(1);
    expect(csrsOf(machine, 'scause')).toEqual([outcome === 'ok' ? 0 : outcome]);
    expect(register(machine, 'a0')).toBe(outcome === 'ok' ? CONTENT : 77);
  },
);

test('8.3.1: code cannot be executed from a device, so HLVX cannot read one; HLV and HSV can access one', () => {
  const gStage = RW | PTE_X | PTE_U;
  const source = 'hsv.w a2, (a1)\n hlv.w a3, (a1)\n hlvx.wu a0, (a1)';
  const registers = { a0: 77, a1: PAGE, a2: 1 };
  const machine = outside(source, { vsStage: RW | PTE_X, gStage, setup: { registers } });
  machine.memory.write32(LEAVES + 4 * pageIndex(GUEST), pte(CLINT_BASE, gStage));
  machine.run(3);
  expect(machine.clint.softwareInterrupt).toBe(true);
  expect(['a3', 'a0'].map((name) => register(machine, name))).toEqual([1, 77]);
  expect(trapOf(machine)).toMatchObject({ cause: Cause.LoadAccessFault, stval: PAGE, htval: 0, gva: true });
});

const TABLE = GUEST_TABLE + 4096;

test.each<[string, Tables, number, number, number | undefined]>([
  ['hlv.w a0, (a1)', { gStage: 0 }, Cause.LoadGuestPageFault, GUEST, undefined],
  ['hsv.w a0, (a1)', { gStage: (RW & ~PTE_W) | PTE_U }, Cause.StoreGuestPageFault, GUEST, undefined],
  ['hsv.w a0, (a1)', { vsStage: RW & ~PTE_W }, Cause.StorePageFault, 0, undefined],
  ['hlv.w a0, (a1)', { table: 0 }, Cause.LoadGuestPageFault, TABLE, 0x2000],
  [
    'hsv.w a0, (a1)',
    { vsStage: RW & ~PTE_D, table: (RW & ~PTE_W) | PTE_U },
    Cause.StoreGuestPageFault,
    TABLE,
    0x2020,
  ],
])(
  '8.2.1 and 8.5.2: a fault of `%s` with %o reports a guest’s address, although V was 0',
  (source, tables, cause, guest, pseudoinstruction) => {
    const machine = outside(source, tables);
    machine.run(1);
    const { htinst, ...trap } = trapOf(machine);
    expect(trap).toEqual({ cause, stval: PAGE, htval: guest / 4, gva: true });
    if (pseudoinstruction !== undefined) {
      expect(htinst).toBe(pseudoinstruction);
    }
    expect(csrsOf(machine, 'hstatus')[0]! & HSTATUS_SPV).toBe(0);
  },
);

test('8.3.1: a misaligned HLV or HSV traps, or is executed, as other loads and stores are', () => {
  for (const [source, cause] of [
    ['hlv.w a0, (a1)', Cause.LoadMisaligned],
    ['hsv.h a0, (a1)', Cause.StoreMisaligned],
  ] as const) {
    const machine = outside(source, { setup: { registers: { a0: 77, a1: PAGE + 1 } } });
    machine.run(1);
    expect(trapOf(machine)).toMatchObject({ cause, stval: PAGE + 1, htval: 0, gva: true });
  }
  const machine = outside('hlv.w a0, (a1)', {
    setup: { registers: { a1: PAGE + 1 }, misaligned: 'hardware' },
  });
  machine.run(1);
  expect(register(machine, 'a0')).toBe(CONTENT >>> 8);
});

test('8.3.1: HLV and HSV set accessed and dirty bits as the guest would', () => {
  const clean = { vsStage: PTE_V | PTE_R | PTE_W, gStage: PTE_V | PTE_R | PTE_W | PTE_U };
  const machine = outside('hlv.w a0, (a1)\n hsv.w a0, (a1)', clean);
  const marks = () =>
    [VS_LEAVES, LEAVES + 4 * pageIndex(GUEST)].map((entry) => machine.memory.read32(entry) & (PTE_A | PTE_D));
  machine.run(1);
  expect(marks()).toEqual([PTE_A, PTE_A]);
  machine.run(1);
  expect(marks()).toEqual([PTE_A | PTE_D, PTE_A | PTE_D]);
});

test('8.3.1: HLV and HSV do not use translations of the hypervisor, and the hypervisor does not use theirs', () => {
  const csr: Csrs = { satp: csrs.SATP_MODE_SV32 + 0x8000_d };
  const machine = outside('lw a2, (a1)\n hlv.w a3, (a1)\n lw a4, (a1)\n hsv.w x0, (a1)\n lw a5, (a1)', {
    csr,
  });
  const { memory } = machine;
  memory.write32(0x8000_d000 + 0x800, pte(START, XR));
  memory.write32(0x8000_d000 + 4 * (PAGE / 2 ** 22), pte(0x8000_e000, PTE_V));
  memory.write32(0x8000_e000, pte(0x8000_f000, RW));
  memory.write32(0x8000_f000, 99);
  machine.run(5);
  expect(['a2', 'a3', 'a4', 'a5'].map((name) => register(machine, name))).toEqual([99, CONTENT, 99, 99]);
  expect(memory.read32(FRAME)).toBe(0);
});

test('8.3.1: after a fault of HLV the hypervisor’s own loads use its own translation again', () => {
  const machine = outside('hlv.w a0, (a1)', { gStage: 0 });
  const { memory } = machine;
  memory.write32(0x8000_0100, 0x0005_a503); // lw a0, 0(a1)
  machine.hart.x[11] = PAGE;
  machine.run(1);
  machine.hart.x[11] = FRAME;
  machine.run(1);
  expect(register(machine, 'a0')).toBe(CONTENT);
});

test('8.3.1: after an HSV to code that was executed, the new instruction is executed', () => {
  const program = assemble(`
    jal f
    hsv.w a2, (a1)
    jal f
    j .
 f: li a0, 1
    ret`);
  const f = program.image.symbols['f']!;
  const registers = { a1: PAGE + f - START, a2: 0x0020_0513 }; // li a0, 2
  const machine = staged(program, { where: HS, csr: { hstatus: HSTATUS_SPVP }, setup: { registers } });
  machine.memory.write32(LEAVES + 4 * pageIndex(GUEST), pte(START, RW | PTE_U));
  machine.run(7);
  expect(register(machine, 'a0')).toBe(2);
});
