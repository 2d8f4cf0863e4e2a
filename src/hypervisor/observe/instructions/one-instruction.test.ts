import { encode } from '../../../assembler/index.js';
import { Csr, Mode } from '../../../machine/index.js';
import { advance, inject, type EmulatePart } from '../../sockets/index.js';
import { emulateInTurns, emulateOne, tellEffect, tellInstruction, unmentioned } from '../index.js';

const word = encode('csrrs', { rd: 5, imm: Csr.sscratch, rs1: 6 });
const one = { word, mode: Mode.Supervisor, registers: { 6: 0 }, csrs: { sscratch: 0xc } };
const effectOf = (emulate: EmulatePart) => emulateOne(emulate, one);

test('the part finds the state that was asked for, and values that tell where they come from in all else', () => {
  const { time } = unmentioned.counters;
  effectOf((vcpu, { name }) => {
    expect(name).toBe('csrrs');
    expect([vcpu.mode(), vcpu.readRegister(6), vcpu.readCsr(Csr.sscratch)]).toEqual([1, 0, 0xc]);
    expect([vcpu.readRegister(31), vcpu.readCsr(Csr.scause), vcpu.counter('time')]).toEqual([
      0x1f1f_1f1f,
      8,
      time,
    ]);
    return advance();
  });
});

test('everything that the part changes is in the effect, and nothing that it only writes again', () => {
  const effect = effectOf((vcpu) => {
    vcpu.writeRegister(5, 0xc);
    vcpu.writeRegister(7, vcpu.readRegister(7));
    vcpu.writeCsr(Csr.stval, -1);
    vcpu.translationsChanged();
    return advance();
  });
  expect(effect).toEqual({
    outcome: advance(),
    changed: { t0: 0xc, stval: 0xffff_ffff },
    translationsChanged: true,
  });
});

test('what the part is handed is the VMM’s: the same facade, an instruction that cannot be changed, a checked outcome', () => {
  expect(() => effectOf((vcpu) => (vcpu.readCsr(0x300), advance()))).toThrow('the vCPU stores no CSR 0x300');
  expect(() => effectOf((vcpu) => (vcpu.counter('cycles' as 'cycle'), advance()))).toThrow('no counter');
  expect(() => effectOf((_, instruction) => (Object.assign(instruction, { rd: 9 }), advance()))).toThrow(
    TypeError,
  );
  expect(() => effectOf(() => undefined as never)).toThrow('emulate returned undefined');
});

test('vCPUs that take turns keep what each of them has become, and their instructions follow one another', () => {
  const seen: number[] = [];
  const emulate: EmulatePart = (vcpu) => {
    seen.push(vcpu.pc(), vcpu.readCsr(Csr.sscratch));
    vcpu.writeCsr(Csr.sscratch, vcpu.readCsr(Csr.sscratch) + 1);
    return advance();
  };
  const states = [one, { ...one, csrs: { sscratch: 0x70 } }];
  const effects = emulateInTurns(emulate, states, [
    [0, word],
    [1, word],
    [0, word],
  ]);
  expect(effects.map(({ changed }) => changed)).toEqual([
    { sscratch: 0xd },
    { sscratch: 0x71 },
    { sscratch: 0xe },
  ]);
  expect(seen).toEqual([0x8000_0040, 0xc, 0x8000_0040, 0x70, 0x8000_0044, 0xd]);
});

test('a word that is no instruction is our own mistake', () => {
  expect(() => emulateOne(() => advance(), { ...one, word: 0 })).toThrow('0x0 is no instruction');
});

test('an instruction is told as it would be typed, with the state that matters', () => {
  expect(tellInstruction({ ...one, counters: { time: 1234 } })).toBe(
    "csrrs t0,sscratch,t1 in S-mode, where t1 = 0x00000000, sscratch = 0x0000000c, counter('time') = 0x4d2, " +
      "that is emulate(vcpu, { name: 'csrrs', rd: 5, rs1: 6, imm: 0x140, word: 0x140322f3 })",
  );
});

test.each([
  [advance(), {}, false, 'advance()\nnothing changed'],
  [{ kind: 'wait' }, {}, true, 'wait()\ntranslationsChanged() was called'],
  [inject(2, 0x1020_0073), {}, false, 'inject(Cause.IllegalInstruction, 0x10200073)\nnothing changed'],
  [inject(99, 0), { t0: 5 }, false, 'inject(99, 0x00000000)\nt0 = 0x00000005'],
  [
    { kind: 'jump', pc: 0x8000_0120, mode: 0 },
    { sstatus: 0x8_0022 },
    false,
    'jumpTo(0x80000120, Mode.User)\nsstatus = 0x00080022 (SIE SPIE MXR)',
  ],
  [advance(), { satp: 0x8040_0001 }, false, 'advance()\nsatp = 0x80400001 (MODE 1, ASID 1, PPN 0x1)'],
  [advance(), { stvec: 0x101 }, false, 'advance()\nstvec = 0x00000101 (BASE 0x00000100, MODE 1)'],
] as const)(
  'the effect %j %j %j is told in the terms of the field',
  (outcome, changed, translationsChanged, text) => {
    expect(tellEffect({ outcome, changed, translationsChanged })).toBe(text);
  },
);
