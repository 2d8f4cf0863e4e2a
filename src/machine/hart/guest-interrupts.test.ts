import { assemble } from '../../assembler/index.js';
import * as csrs from '../isa/csrs.js';
import { Csr } from '../isa/csrs.js';
import {
  csrsOf,
  HS,
  HS_HANDLER,
  M,
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

const { MSTATUS_MIE, SSTATUS_SIE, HSTATUS_SPV, HSTATUS_GVA } = csrs;
const INTERRUPT = 0x8000_0000;

describe('8.2.3: interrupts', () => {
  const ALL = 0x444;

  /** Runs one step with these interrupts pending and enabled. Returns the mode that takes one, and the cause that it reads. */
  function taken(where: Where, csr: Csrs): [Where, number] | undefined {
    const machine = trapping(assemble('nop'), where, { hie: ALL, ...csr });
    machine.run(1);
    const [m, s, vs] = csrsOf(machine, 'mcause', 'scause', 'vscause');
    expect([m, s, vs].filter((cause) => cause !== 0).length).toBeLessThan(2);
    return m! + s! + vs! === 0 ? undefined : [whereIs(machine), m! + s! + vs! - INTERRUPT];
  }

  test.each([
    [1 << 2, 1, 2],
    [1 << 6, 5, 6],
    [1 << 10, 9, 10],
  ])('VS-level interrupt %i is number %i in VS-mode, and %i in HS-mode', (hvip, seen, number) => {
    expect(taken(VU, { hvip, hideleg: ALL })).toEqual([VS, seen]);
    expect(taken(VU, { hvip })).toEqual([HS, number]);
  });

  test.each<[string, Where, Csrs, Where | undefined]>([
    ['VS-mode takes it when vsstatus.SIE is set', VS, { hideleg: ALL, vsstatus: SSTATUS_SIE }, VS],
    [
      'VS-mode takes none when vsstatus.SIE is clear',
      VS,
      { hideleg: ALL, mstatus: SSTATUS_SIE | MSTATUS_MIE },
      undefined,
    ],
    ['in VU-mode it is taken, even if vsstatus.SIE is clear', VU, { hideleg: ALL }, VS],
    ['in U-mode interrupts of a guest are off', U, { hideleg: ALL, vsstatus: SSTATUS_SIE }, undefined],
    [
      'in HS-mode interrupts of a guest are off',
      HS,
      { hideleg: ALL, vsstatus: SSTATUS_SIE, mstatus: SSTATUS_SIE },
      undefined,
    ],
    [
      'in M-mode interrupts of a guest are off',
      M,
      { hideleg: ALL, vsstatus: SSTATUS_SIE, mstatus: MSTATUS_MIE },
      undefined,
    ],
    ['an interrupt for the hypervisor is taken from a guest, even if sstatus.SIE is clear', VS, {}, HS],
    ['an interrupt for the hypervisor is taken from U-mode', U, {}, HS],
    [
      'an interrupt for the hypervisor is taken in HS-mode when sstatus.SIE is set',
      HS,
      { mstatus: SSTATUS_SIE },
      HS,
    ],
    [
      'an interrupt for the hypervisor is not taken in HS-mode when sstatus.SIE is clear',
      HS,
      { mstatus: MSTATUS_MIE },
      undefined,
    ],
    ['M-mode never takes a VS-level interrupt', M, { mstatus: MSTATUS_MIE | SSTATUS_SIE }, undefined],
    ['an interrupt that hie does not enable is not taken', VU, { hideleg: ALL, hie: 0 }, undefined],
  ])('%s', (_title, where, csr, taker) => {
    expect(taken(where, { hvip: 1 << 6, ...csr })?.[0]).toEqual(taker);
  });

  test('HS-mode takes them in the order SEI, SSI, STI, VSEI, VSSI, VSTI', () => {
    let pending = 0x666;
    const order: number[] = [];
    while (pending !== 0) {
      const [where, number] = taken(VS, {
        mideleg: 0x222,
        mie: 0x666,
        hie: ALL,
        mip: pending,
        hvip: pending,
      })!;
      expect(where).toEqual(HS);
      order.push(number);
      pending &= ~(1 << number);
    }
    expect(order).toEqual([9, 1, 5, 10, 2, 6]);
  });

  test('VS-mode takes them in the order SEI, SSI, STI; interrupts for higher levels come first', () => {
    const guest = { hideleg: ALL, mideleg: 0x222, mie: 0x666, hie: ALL };
    expect(taken(VU, { ...guest, hvip: 0x444 })).toEqual([VS, 9]);
    expect(taken(VU, { ...guest, hvip: 0x044 })).toEqual([VS, 1]);
    expect(taken(VU, { ...guest, hvip: 0x040 })).toEqual([VS, 5]);
    expect(taken(VU, { ...guest, hvip: 0x444, mip: 0x020 })).toEqual([HS, 5]);
    expect(taken(VU, { ...guest, mideleg: 0, hvip: 0x444, mip: 0x020 })).toEqual([M, 5]);
    expect(taken(VU, { ...guest, hideleg: 0x400, hvip: 0x444 })).toEqual([HS, 2]);
  });

  test('a vectored handler uses the numbers of its own mode; htval, htinst and GVA are zero', () => {
    const stale = { htval: 1, htinst: 2, hstatus: HSTATUS_GVA };
    const guest = trapping(assemble('nop'), VU, {
      vstvec: VS_HANDLER + 1,
      hvip: 1 << 10,
      hie: ALL,
      hideleg: ALL,
    });
    guest.run(1);
    expect(guest.hart.pc).toBe(VS_HANDLER + 4 * 9 + 4); // after the first NOP of the handler
    const host = trapping(assemble('nop'), VU, { stvec: HS_HANDLER + 1, hvip: 1 << 10, hie: ALL, ...stale });
    host.run(1);
    expect(host.hart.pc).toBe(HS_HANDLER + 4 * 10 + 4);
    expect(csrsOf(host, 'sepc', 'stval', 'htval', 'htinst', 'hstatus')).toEqual([
      START,
      0,
      0,
      0,
      HSTATUS_SPV,
    ]);
  });

  test('a WFI of the hypervisor ends when one of its guests has an interrupt, delegated or not', () => {
    for (const hideleg of [0, ALL]) {
      const machine = trapping(assemble('wfi\n nop'), HS, { hvip: 4, hie: 4, hideleg });
      expect(machine.run(2)).toEqual({ kind: 'budget' });
      expect(machine.hart.readCsr(Csr.sepc)).toBe(0);
    }
  });

  test('8.2.1: a guest’s WFI waits unless VTW or TW forbids it', () => {
    const machine = trapping(assemble('wfi\n nop'), VS, { hvip: 4, hie: 4, hideleg: 4 });
    expect(machine.run(2)).toEqual({ kind: 'budget' });
    expect(whereIs(machine)).toEqual(VS);
  });
});
