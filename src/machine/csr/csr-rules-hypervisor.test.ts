import { assemble } from '../../assembler/index.js';
import * as csrs from '../isa/csrs.js';
import { Csr } from '../isa/csrs.js';
import { strict } from '../isa/profiles.js';
import { boot, register } from '../testing.js';
import { at, csrsOf, HS, M, U, VS, VU, type Csrs } from '../testing-guests.js';

const ALL = 0xffff_ffff;
const nop = assemble('nop');

test('8.1: misa shows the hypervisor extension, which cannot be turned off', () => {
  const { hart } = at(M, nop);
  hart.writeCsr(Csr.misa, 0);
  expect(hart.readCsr(Csr.misa) & (1 << 7)).not.toBe(0);
});

test('8.1: without the hypervisor extension its CSRs do not exist, and its bits in machine CSRs are zero', () => {
  const { hart } = boot(nop, { profile: strict });
  const own = [0x2, 0x6, 0xe].flatMap((high) => Array.from({ length: 256 }, (_, low) => (high << 8) | low));
  expect([...own, Csr.mtinst, Csr.mtval2].filter((number) => hart.csr.has(number))).toEqual([]);
  for (const name of ['mstatush', 'medeleg', 'mideleg', 'mie', 'mip'] as const) {
    hart.writeCsr(Csr[name], ALL);
  }
  const guests = csrs.VS_INTERRUPTS;
  expect(hart.readCsr(Csr.misa) & (1 << 7)).toBe(0);
  expect(hart.readCsr(Csr.mstatush)).toBe(0);
  expect(hart.readCsr(Csr.medeleg)).toBe(0xb3ff);
  expect(hart.readCsr(Csr.mideleg) & guests).toBe(0);
  expect(hart.readCsr(Csr.mie) & guests).toBe(0);
  expect(hart.readCsr(Csr.mip) & guests).toBe(0);
});

test.each<[section: string, name: csrs.CsrName, why: string, writable: number]>([
  ['8.2.1', 'hstatus', 'no VGEIN, as GEILEN is 0, and no VSBE, as guests are little-endian', 0x0070_03c0],
  [
    '8.2.2',
    'hedeleg',
    'no ECALL from S-mode and above, no guest-page faults, no virtual instructions',
    0xb1ff,
  ],
  ['8.2.2', 'hideleg', 'only the VS-level interrupts', 0x444],
  ['8.2.3', 'hvip', 'only the VS-level interrupts', 0x444],
  ['8.2.3', 'hie', 'no SGEIE, as GEILEN is 0', 0x444],
  ['8.2.3', 'hip', 'VSSIP, the only bit that is a writable alias', 0x004],
  ['8.2.4', 'hgeie', 'nothing, as GEILEN is 0', 0],
  ['8.2.4', 'hgeip', 'nothing, as GEILEN is 0', 0],
  ['8.2.5', 'henvcfg', 'FIOM; no Svpbmt, Sstc, Zicboz, Zicbom', 1],
  ['8.2.5', 'henvcfgh', 'nothing; no Svpbmt, Sstc, Zicboz, Zicbom', 0],
  ['8.2.6', 'hcounteren', 'cycle, time and instret', 7],
  ['8.2.7', 'htimedelta', 'all bits', ALL],
  ['8.2.7', 'htimedeltah', 'all bits', ALL],
  ['8.2.8', 'htval', 'any guest-physical address', ALL],
  ['8.2.9', 'htinst', 'any value', ALL],
  ['8.2.10', 'hgatp', 'MODE, seven bits of VMID, and a root table of 16 KiB', 0x9fff_fffc],
  ['8.2.11', 'vsstatus', 'no SD, XS, FS, VS: no floating point, no vectors; no UBE', 0xc_0122],
  ['8.2.14', 'vsscratch', 'all bits', ALL],
  ['8.2.15', 'vsepc', 'what sepc can hold', 0xffff_fffe],
  ['8.2.16', 'vscause', 'what scause can hold', ALL],
  ['8.2.17', 'vstval', 'what stval can hold', ALL],
  ['8.2.18', 'vsatp', 'MODE, nine bits of ASID, PPN', ALL],
  ['8.4.1', 'mstatush', 'MPV and GVA', 0xc0],
  ['8.4.3', 'mie', 'the VS-level interrupts in addition to the others', 0xeee],
  ['8.4.4', 'mtval2', 'any guest-physical address', ALL],
  ['8.4.5', 'mtinst', 'any value', ALL],
  ['8.5.2', 'medeleg', 'also ECALL from VS-mode, guest-page faults, virtual instructions', 0xf0_b7ff],
])('%s: the bits of %s that software can write: %s', (_section, name, _why, writable) => {
  const { hart } = at(M, nop);
  expect(hart.readCsr(Csr[name])).toBe(0);
  hart.writeCsr(Csr[name], ALL);
  expect(hart.readCsr(Csr[name])).toBe(writable);
  hart.writeCsr(Csr[name], 0);
  expect(hart.readCsr(Csr[name])).toBe(0);
});

test('8.2.13: vstvec ignores a write with a reserved mode, as stvec does', () => {
  const { hart } = at(M, nop);
  hart.writeCsr(Csr.vstvec, 0xffff_fffd);
  hart.writeCsr(Csr.vstvec, 0x8000_0002);
  expect(hart.readCsr(Csr.vstvec)).toBe(0xffff_fffd);
});

test('8.4.2: VS-level interrupts are always delegated from machine mode', () => {
  const { hart } = at(M, nop);
  for (const value of [0, ALL, 0]) {
    hart.writeCsr(Csr.mideleg, value);
    expect(hart.readCsr(Csr.mideleg)).toBe(value === 0 ? 0x444 : 0x666);
  }
});

test.each<[csrs.CsrName, csrs.CsrName, number]>([
  ['sstatus', 'vsstatus', csrs.SSTATUS_SPP],
  ['stvec', 'vstvec', 0x8000_0401],
  ['sscratch', 'vsscratch', 0x1234],
  ['sepc', 'vsepc', 0x8000_0002],
  ['scause', 'vscause', 7],
  ['stval', 'vstval', 99],
  ['satp', 'vsatp', 0x0040_0123],
])('8.2: while a guest runs, %s means %s', (name, guest, value) => {
  const machine = at(VS, assemble(`csrw ${name}, a0\n csrr a1, ${name}`), {}, { registers: { a0: value } });
  const [before] = csrsOf(machine, name);
  machine.run(2);
  expect(register(machine, 'a1')).toBe(value);
  expect(csrsOf(machine, guest, name)).toEqual([value, before]);
});

test('8.2: HS-mode can access both, each by its own name', () => {
  const source = 'csrw sscratch, a0\n csrw vsscratch, a1\n csrw vsatp, a1\n csrr a2, satp';
  const machine = at(HS, assemble(source), {}, { registers: { a0: 1, a1: 2 } });
  machine.run(4);
  expect(csrsOf(machine, 'sscratch', 'vsscratch', 'satp', 'vsatp')).toEqual([1, 2, 0, 2]);
});

test('8.2: scounteren and senvcfg have no copy for the guest, so they are shared', () => {
  const machine = at(VS, assemble('csrwi scounteren, 5\n csrwi senvcfg, 1'));
  machine.run(2);
  expect(csrsOf(machine, 'scounteren', 'senvcfg')).toEqual([5, 1]);
});

test('8.2.3 and 8.4.3: VSSIP is one bit in four CSRs; VSEIP and VSTIP can be written only in hvip', () => {
  const { hart } = at(M, nop, { hideleg: 0x444 });
  const names = ['hvip', 'hip', 'mip', 'vsip'] as const;
  for (const name of names) {
    const shift = name === 'vsip' ? 1 : 0;
    hart.writeCsr(Csr[name], 0x444 >> shift);
    const written = name === 'hvip' ? 0x444 : 0x004;
    expect(names.map((other) => hart.readCsr(Csr[other]))).toEqual([written, written, written, written >> 1]);
    if (name === 'hvip') {
      for (const other of ['hip', 'mip', 'vsip'] as const) {
        hart.writeCsr(Csr[other], 0);
        expect(hart.readCsr(Csr.hvip)).toBe(0x440);
      }
    }
    hart.writeCsr(Csr.hvip, 0);
  }
});

test('8.2.3: hie and mie share their bits, hie and sie do not', () => {
  const { hart } = at(M, nop, { mideleg: 0x222, hie: ALL, sie: ALL });
  expect([Csr.hie, Csr.sie, Csr.mie].map((csr) => hart.readCsr(csr))).toEqual([0x444, 0x222, 0x666]);
  hart.writeCsr(Csr.mie, 0x40);
  expect([Csr.hie, Csr.sie].map((csr) => hart.readCsr(csr))).toEqual([0x40, 0]);
});

test.each([0x000, 0x004, 0x040, 0x400, 0x444])(
  '8.2.12: vsip and vsie show only what hideleg %i delegates, one bit lower',
  (hideleg) => {
    const { hart } = at(M, nop, { hideleg, hvip: 0x444, hie: 0x444 });
    expect([Csr.vsip, Csr.vsie].map((csr) => hart.readCsr(csr))).toEqual([hideleg >> 1, hideleg >> 1]);
    hart.writeCsr(Csr.vsie, 0);
    hart.writeCsr(Csr.vsip, 0); // the guest can clear only the software interrupt
    expect([Csr.hie, Csr.hvip].map((csr) => hart.readCsr(csr))).toEqual([
      0x444 & ~hideleg,
      0x444 & ~(hideleg & 4),
    ]);
    hart.writeCsr(Csr.vsie, ALL);
    expect(hart.readCsr(Csr.hie)).toBe(0x444);
  },
);

test('8.2.12: a guest sets its own software interrupt in sip, and enables interrupts in sie', () => {
  const machine = at(
    VS,
    assemble('csrs sip, a0\n csrs sie, a0\n csrr a1, sip\n csrr a2, sie'),
    { hideleg: 0x444 },
    {
      registers: { a0: 0x222 },
    },
  );
  machine.run(4);
  expect([register(machine, 'a1'), register(machine, 'a2')]).toEqual([2, 0x222]);
  expect(csrsOf(machine, 'hvip', 'hie', 'sip', 'sie')).toEqual([4, 0x444, 0, 0]);
});

test.each<[string, Csrs, number, number]>([
  ['ahead', { htimedelta: 0xffff_ffff, htimedeltah: 4 }, 1, 5],
  ['behind, modulo 2^64', { htimedelta: 0xffff_fffe, htimedeltah: 0xffff_ffff }, 0, 0],
])('8.2.7: a guest reads the time with htimedelta added: %s', (_title, delta, low, high) => {
  const source = assemble('nop\n nop\n rdtime a0\n rdtimeh a1');
  const enables = { mcounteren: 7, hcounteren: 7, scounteren: 7 };
  for (const where of [VS, VU]) {
    const machine = at(where, source, { ...enables, ...delta });
    machine.run(4);
    expect([register(machine, 'a0'), register(machine, 'a1')]).toEqual([low, high]);
  }
  for (const where of [HS, U, M]) {
    const machine = at(where, source, { ...enables, ...delta });
    machine.run(4);
    expect([register(machine, 'a0'), register(machine, 'a1')]).toEqual([2, 0]);
  }
});
