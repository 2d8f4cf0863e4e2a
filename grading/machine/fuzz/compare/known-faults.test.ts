import { encode } from '../../../../src/assembler/index.js';
import type { Outcome, TrapLog } from '../harness/image.js';
import { knownFault } from './known-faults.js';
import { excuses, noteTrap, startOfCase } from './known-values.js';

const EPC = 0x8002_0010;
const SRET = 0x1020_0073;
const [MPP_S, MPP_M] = [0x800, 0x1800];
const [MPV, MPRV, SATP_ON] = [0x80, 0x2_0000, 0x8000_0000];

/** An outcome whose instruction at EPC is `word`. */
function program(word: number): Outcome {
  const memory = new Uint8Array(0x1_8000);
  new DataView(memory.buffer).setUint32(EPC & 0x3fff, word, true);
  return { status: 2, traps: [], memory };
}

/** A trap into M-mode. */
function trap(mcause: number, csrs: Readonly<Record<string, number>> = {}): TrapLog {
  const state = { mstatus: MPP_S, mstatush: MPV, hstatus: 0, vsstatus: 0, satp: SATP_ON, mip: 0, mie: 0 };
  return { vector: 0, registers: [], csrs: { ...state, mepc: EPC, mcause, ...csrs } };
}

const user = { mstatus: 0 };
const load = encode('lw', { rd: 10, rs1: 11 });
const amo = encode('amoadd.w', { rd: 10, rs1: 11, rs2: 12 });
const hlv = encode('hlv.w', { rd: 10, rs1: 11 });
const hlvx = encode('hlvx.wu', { rd: 10, rs1: 11 });
const satp = encode('csrrs', { rd: 10, imm: 0x180 });
const stvec = encode('csrrs', { rd: 10, imm: 0x105 });
const walk = { mtinst: 0x2000 };
const host = { mstatush: 0 };

test.each<[string, number, number, number, Readonly<Record<string, number>>, string | undefined]>([
  ['SRET in VU-mode', SRET, 22, 2, user, 'cause'],
  ['SRET in VS-mode', SRET, 22, 2, {}, undefined],
  ['a supervisor register in VU-mode', stvec, 22, 2, user, 'cause'],
  ['SRET in VU-mode, the other way round', SRET, 2, 22, user, undefined],
  ['a guest-page fault of a walk', load, 23, 21, walk, 'cause'],
  ['a guest-page fault of the access itself', load, 23, 21, {}, undefined],
  ['an atomic operation is a load first', amo, 15, 13, {}, 'cause'],
  ['no other instruction is', load, 15, 13, {}, undefined],
  ['HLV while satp is off', hlv, 13, 5, { ...host, satp: 0 }, 'cause'],
  ['HLV while satp is on', hlv, 13, 5, host, undefined],
  ['HLVX asks for another permission', hlvx, 13, 21, host, 'diverges'],
  ['HLVX asks for another permission, also while satp is off', hlvx, 13, 5, { ...host, satp: 0 }, 'diverges'],
  ['HLV asks for the right one', hlv, 13, 21, host, undefined],
  ['HLVX while satp is off: the same cause for another reason', hlvx, 5, 5, { ...host, satp: 0 }, 'diverges'],
  ['HLVX while satp is on: the same cause', hlvx, 5, 5, host, undefined],
  ['MPRV with MPV', load, 21, 13, { ...host, mstatus: MPP_M | MPRV }, 'cause'],
  ['a guest', load, 21, 13, {}, undefined],
  ['PMP behind a guest', load, 5, 21, { pmpcfg0: 0 }, 'diverges'],
  ['PMP behind a hypervisor', load, 5, 21, { ...host, pmpcfg0: 0 }, undefined],
  ['no PMP', load, 5, 21, {}, undefined],
  ['a pointer to nowhere', load, 5, 13, { hgatp: 0, vsatp: SATP_ON }, 'diverges'],
  ['a pointer through the G-stage', load, 5, 13, { hgatp: SATP_ON, vsatp: SATP_ON }, undefined],
  ['satp with VTVM', satp, 22, 3, { hstatus: 0x10_0000 }, 'diverges'],
  ['satp without VTVM', satp, 22, 3, {}, undefined],
  ['the same trap', load, 13, 13, {}, undefined],
])('%s', (_name, word, ours, theirs, csrs, expected) => {
  expect(knownFault(program(word), trap(ours, csrs), trap(theirs, csrs))).toBe(expected);
});

test('another value in a CSR is excused only as long as what explains it stands there', () => {
  const excused = startOfCase();
  expect(excuses(excused, 'mtval', 8, 0)).toBe(false);
  noteTrap(excused, program(load), trap(3, { mtval: 8 }), trap(3, { mtval: 0 }));
  expect(excuses(excused, 'mtval', 8, 0)).toBe(true);
  expect(excuses(excused, 'mtval', 9, 0)).toBe(false);
  expect(excuses(excused, 'mstatush', 0, 0x40)).toBe(true);
  expect(excuses(excused, 'mstatush', 0, 0x80)).toBe(false);
  expect(excuses(excused, 'mideleg', 0x444, 0x1444)).toBe(true);
  expect(excuses(excused, 'mideleg', 0x1444, 0x444)).toBe(false);
  expect(excuses(excused, 'mtinst', 0x2003, 0)).toBe(true);
  expect(excuses(excused, 'mtinst', 0x2000, 0)).toBe(false);
  expect(excuses(excused, 'mtinst', 0x2003, 0x2083)).toBe(false);
  expect(excuses(excused, 'mtval2', 0, 0x1234)).toBe(false);
  noteTrap(excused, program(load), trap(21, { mtval2: 0x1234 }), trap(21, { mtval2: 0x1234 }));
  expect(excuses(excused, 'mtval2', 0, 0x1234)).toBe(true);
});
