import { assemble } from '../../assembler/index.js';
import { Cause } from '../isa/causes.js';
import * as csrs from '../isa/csrs.js';
import { Mode, modeName } from '../isa/modes.js';
import {
  csrsOf,
  HS,
  HS_HANDLER,
  M,
  M_HANDLER,
  START,
  trapping,
  U,
  VS,
  VS_HANDLER,
  VU,
  whereIs,
  type Csrs,
  type Where,
} from '../testing-guests.js';
import type { TraceEvent } from '../isa/trace.js';

const { MSTATUS_MIE, MSTATUS_MPIE, MSTATUSH_MPV, MSTATUSH_GVA } = csrs;
const { SSTATUS_SIE, SSTATUS_SPIE, SSTATUS_SPP, HSTATUS_SPV, HSTATUS_SPVP, HSTATUS_GVA } = csrs;

const everywhere: readonly [string, Where][] = [
  ['U', U],
  ['HS', HS],
  ['M', M],
  ['VU', VU],
  ['VS', VS],
];

describe('8.6.2: a trap into M-mode', () => {
  test.each(everywhere)('records where it came from: %s', (_name, where) => {
    const machine = trapping(assemble('ecall'), where, {
      mstatus: MSTATUS_MIE,
      mstatush: 0xc0,
      mtval2: 1,
      mtinst: 2,
    });
    machine.run(1);
    expect(whereIs(machine)).toEqual(M);
    expect(csrsOf(machine, 'mepc', 'mstatus', 'mstatush', 'mtval', 'mtval2', 'mtinst')).toEqual([
      START,
      MSTATUS_MPIE | (where.mode << 11),
      where.virtual ? MSTATUSH_MPV : 0, // GVA is 0: an ECALL has no address
      0,
      0,
      0,
    ]);
    const cause = where === VS ? Cause.EcallFromVS : Cause.EcallFromU + where.mode;
    expect(csrsOf(machine, 'mcause')).toEqual([cause]);
  });

  test('does not change the registers of the other levels', () => {
    const csr = { hstatus: 0x3c0, htval: 1, htinst: 2, vsstatus: SSTATUS_SIE, vscause: 3, scause: 4 };
    const machine = trapping(assemble('ecall'), VS, csr);
    machine.run(1);
    expect(csrsOf(machine, 'hstatus', 'htval', 'htinst', 'vsstatus', 'vscause', 'scause')).toEqual([
      0x3c0,
      1,
      2,
      SSTATUS_SIE,
      3,
      4,
    ]);
  });
});

describe('8.6.2: a trap into HS-mode', () => {
  const medeleg = 0xf0_b7ff;

  test.each(everywhere.filter(([, where]) => where !== M))(
    'records where it came from: %s',
    (_name, where) => {
      for (const before of [0, HSTATUS_SPVP]) {
        const hstatus = HSTATUS_SPV | HSTATUS_GVA | before;
        const csr = { medeleg, mstatus: SSTATUS_SIE, hstatus, htval: 1, htinst: 2, vsstatus: SSTATUS_SIE };
        const machine = trapping(assemble('ecall'), where, csr);
        machine.run(1);
        expect(whereIs(machine)).toEqual(HS);
        const spp = where.mode === Mode.Supervisor ? SSTATUS_SPP : 0;
        const spvp = where.virtual ? (spp !== 0 ? HSTATUS_SPVP : 0) : before;
        expect(csrsOf(machine, 'sepc', 'sstatus', 'hstatus', 'htval', 'htinst', 'vsstatus')).toEqual([
          START,
          SSTATUS_SPIE | spp,
          (where.virtual ? HSTATUS_SPV : 0) | spvp,
          0,
          0,
          SSTATUS_SIE,
        ]);
      }
    },
  );

  test.each<[string, string, Where, number, boolean]>([
    ['a breakpoint of a guest', 'ebreak', VS, Cause.Breakpoint, true],
    ['a misaligned load of a guest', 'lw a0, 1(x0)', VU, Cause.LoadMisaligned, true],
    ['an access fault of a guest', 'lw a0, 0(x0)', VS, Cause.LoadAccessFault, true],
    ['a fetch of a guest that faults', 'jr x0', VS, Cause.InstructionAccessFault, true],
    ['an illegal instruction of a guest', '.word -1', VS, Cause.IllegalInstruction, false],
    ['a virtual instruction', 'csrr a0, hstatus', VS, Cause.VirtualInstruction, false],
    ['a breakpoint', 'ebreak', HS, Cause.Breakpoint, false],
    ['an access fault', 'lw a0, 0(x0)', HS, Cause.LoadAccessFault, false],
    ['a misaligned HLV', 'li a0, 1\n hlv.w a0, (a0)', HS, Cause.LoadMisaligned, true],
    ['an HSV that faults', 'hsv.w a0, (x0)', HS, Cause.StoreAccessFault, true],
  ])('%s: GVA says whether stval is a guest’s address', (_title, source, where, cause, gva) => {
    const machine = trapping(assemble(source), where, { medeleg, hstatus: gva ? 0 : HSTATUS_GVA });
    machine.run(source.includes('\n') || source.startsWith('jr') ? 2 : 1);
    expect(csrsOf(machine, 'scause')).toEqual([cause]);
    expect(csrsOf(machine, 'hstatus')[0]! & HSTATUS_GVA).toBe(gva ? HSTATUS_GVA : 0);
  });
});

describe('8.6.2: a trap into VS-mode', () => {
  const delegated = { medeleg: 0xf0_b7ff, hedeleg: 0xb1ff };

  test.each([
    ['VU', VU, 0],
    ['VS', VS, SSTATUS_SPP],
  ])('from %s changes only the VS registers', (_name, where, spp) => {
    const machine = trapping(assemble('ebreak'), where, {
      ...delegated,
      hstatus: 0x3c0,
      htval: 1,
      vsstatus: SSTATUS_SIE,
    });
    machine.run(1);
    expect(whereIs(machine)).toEqual(VS);
    expect(machine.hart.pc).toBe(VS_HANDLER);
    expect(csrsOf(machine, 'vsepc', 'vscause', 'vstval', 'vsstatus')).toEqual([
      START,
      Cause.Breakpoint,
      START,
      SSTATUS_SPIE | spp,
    ]);
    expect(csrsOf(machine, 'sstatus', 'scause', 'hstatus', 'htval')).toEqual([0, 0, 0x3c0, 1]);
  });

  test('8.2.2: needs medeleg and hedeleg, and a guest that runs', () => {
    const target = (where: Where, csr: Csrs) => {
      const machine = trapping(assemble('ebreak'), where, csr);
      machine.run(1);
      return whereIs(machine);
    };
    const bit = 1 << Cause.Breakpoint;
    for (const where of [VU, VS]) {
      expect(target(where, { medeleg: 0, hedeleg: bit })).toEqual(M);
      expect(target(where, { medeleg: bit, hedeleg: 0 })).toEqual(HS);
      expect(target(where, { medeleg: bit, hedeleg: bit })).toEqual(VS);
    }
    for (const where of [U, HS]) {
      expect(target(where, { medeleg: bit, hedeleg: bit })).toEqual(HS);
    }
  });

  test('8.2.2: an ECALL of VU-mode may go directly to VS-mode, an ECALL of VS-mode never', () => {
    const process = trapping(assemble('ecall'), VU, delegated);
    process.run(1);
    expect([whereIs(process), ...csrsOf(process, 'vscause')]).toEqual([VS, Cause.EcallFromU]);
    const kernel = trapping(assemble('ecall'), VS, delegated);
    kernel.run(1);
    expect([whereIs(kernel), ...csrsOf(kernel, 'scause')]).toEqual([HS, Cause.EcallFromVS]);
  });

  test('8.2.2: an illegal instruction may go to the guest, a virtual instruction goes to the hypervisor', () => {
    const illegal = trapping(assemble('csrr a0, mstatus'), VS, delegated);
    illegal.run(1);
    expect([whereIs(illegal), ...csrsOf(illegal, 'vscause')]).toEqual([VS, Cause.IllegalInstruction]);
    const virtual = trapping(assemble('csrr a0, hstatus'), VS, delegated);
    virtual.run(1);
    expect([whereIs(virtual), ...csrsOf(virtual, 'scause')]).toEqual([HS, Cause.VirtualInstruction]);
  });
});

describe('8.6.4: trap return', () => {
  test.each<[string, number, boolean, Where]>([
    ['U', 0, false, U],
    ['HS', 1, false, HS],
    ['M', 3, false, M],
    ['VU', 0, true, VU],
    ['VS', 1, true, VS],
    ['M, where MPV has no effect', 3, true, M],
  ])('MRET to %s', (_name, mpp, mpv, where) => {
    const machine = trapping(assemble('mret'), M, {
      mstatus: (mpp << 11) | MSTATUS_MPIE | csrs.MSTATUS_MPRV,
      mstatush: MSTATUSH_GVA | (mpv ? MSTATUSH_MPV : 0),
      hstatus: 0x3c0,
      mepc: M_HANDLER,
      hgatp: 0,
    });
    machine.run(1);
    expect(whereIs(machine)).toEqual(where);
    expect(machine.hart.pc).toBe(M_HANDLER);
    const mprv = where === M ? csrs.MSTATUS_MPRV : 0;
    expect(csrsOf(machine, 'mstatus', 'mstatush', 'hstatus')).toEqual([
      MSTATUS_MIE | MSTATUS_MPIE | mprv,
      MSTATUSH_GVA,
      0x3c0,
    ]);
  });

  test.each<[string, Where, boolean, boolean, Where]>([
    ['HS to U', HS, false, false, U],
    ['HS to HS', HS, true, false, HS],
    ['HS to VU', HS, false, true, VU],
    ['HS to VS', HS, true, true, VS],
    ['M to HS', M, true, false, HS],
    ['M to VS', M, true, true, VS],
  ])('SRET from %s', (_name, from, spp, spv, where) => {
    const machine = trapping(assemble('sret'), from, {
      mstatus: SSTATUS_SPIE | (spp ? SSTATUS_SPP : 0) | csrs.MSTATUS_MPRV | (3 << 11),
      hstatus: HSTATUS_SPVP | HSTATUS_GVA | (spv ? HSTATUS_SPV : 0),
      vsstatus: SSTATUS_SPIE | SSTATUS_SPP,
      mstatush: MSTATUSH_MPV,
      sepc: M_HANDLER,
    });
    machine.run(1);
    expect(whereIs(machine)).toEqual(where);
    expect(machine.hart.pc).toBe(M_HANDLER);
    expect(csrsOf(machine, 'mstatus', 'hstatus', 'vsstatus', 'mstatush')).toEqual([
      SSTATUS_SIE | SSTATUS_SPIE | (3 << 11),
      HSTATUS_SPVP | HSTATUS_GVA,
      SSTATUS_SPIE | SSTATUS_SPP,
      MSTATUSH_MPV,
    ]);
  });

  test.each<[string, number, Where]>([
    ['VS', SSTATUS_SPP, VS],
    ['VU', 0, VU],
  ])('SRET of VS-mode to %s uses only vsstatus and vsepc', (_name, spp, where) => {
    const csr = {
      vsstatus: SSTATUS_SPIE | spp,
      vsepc: VS_HANDLER,
      sepc: HS_HANDLER,
      mstatus: SSTATUS_SPP,
      hstatus: 0x3c0,
    };
    const machine = trapping(assemble('sret'), VS, csr);
    machine.run(1);
    expect(whereIs(machine)).toEqual(where);
    expect(machine.hart.pc).toBe(VS_HANDLER);
    expect(csrsOf(machine, 'vsstatus', 'mstatus', 'hstatus')).toEqual([
      SSTATUS_SIE | SSTATUS_SPIE,
      SSTATUS_SPP,
      0x3c0,
    ]);
  });
});

test('8.6: a trap ends a guest’s reservation', () => {
  const machine = trapping(assemble('lr.w a0, (a1)\n ebreak'), VS, {
    medeleg: 1 << Cause.Breakpoint,
    sepc: 0,
  });
  machine.hart.x[11] = VS_HANDLER;
  machine.memory.write32(HS_HANDLER, 0x18c5_a62f); // sc.w a2, a2, (a1)
  machine.run(3);
  expect(machine.hart.x[12]).toBe(1);
});

test('steps, traps and mode changes in a trace say whether a guest or the hypervisor ran', () => {
  const machine = trapping(assemble('ecall'), VS, { medeleg: 1 << Cause.EcallFromVS });
  machine.memory.write32(HS_HANDLER, 0x1020_0073); // sret
  const events: TraceEvent[] = [];
  machine.trace = (event) => events.push(event);
  machine.run(2);
  const places = events.map((event) => {
    const { kind } = event;
    return kind === 'step'
      ? [kind, modeName(event.mode, event.virtual)]
      : kind === 'trap' || kind === 'mode'
        ? [kind, modeName(event.from, event.fromVirtual), modeName(event.to, event.toVirtual)]
        : [kind];
  });
  expect(places).toEqual([
    ['step', 'VS'],
    ['trap', 'VS', 'S'],
    ['mode', 'VS', 'S'],
    ['step', 'S'],
    ['mode', 'S', 'VS'],
  ]);
});
