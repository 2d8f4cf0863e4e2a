import { assisted, Csr, csrName, Machine, Mode, MSTATUS_MPP, SSTATUS_MASK, type CsrName } from '../index.js';

const { hart } = new Machine({ memoryBytes: 4096 });
/** A hart with all optional features. */
const full = new Machine({ memoryBytes: 4096, profile: assisted, pmpEntries: 16 }).hart;

/** The values of a CSR after a write of all ones, and after a write of all zeros. */
function extremes(name: CsrName): [number, number] {
  hart.writeCsr(Csr[name], 0xffff_ffff);
  const ones = hart.readCsr(Csr[name]);
  hart.writeCsr(Csr[name], 0);
  return [ones, hart.readCsr(Csr[name])];
}

test.each<[CsrName, number]>([
  ['mstatus', 0x007e_19aa],
  ['medeleg', 0xb3ff],
  ['mideleg', 0x222],
  ['mie', 0xaaa],
  ['mip', 0x222],
  ['mcounteren', 7],
  ['mcountinhibit', 5],
  ['mscratch', 0xffff_ffff],
  ['mepc', 0xffff_fffe],
  ['mcause', 0xffff_ffff],
  ['mtval', 0xffff_ffff],
  ['menvcfg', 1],
  ['scounteren', 7],
  ['senvcfg', 1],
  ['sscratch', 0xffff_ffff],
  ['sepc', 0xffff_fffe],
  ['scause', 0xffff_ffff],
  ['stval', 0xffff_ffff],
  ['satp', 0xffff_ffff],
])('software can change these bits of %s: %i', (name, bits) => {
  expect(extremes(name)).toEqual([bits, 0]);
});

test.each<[CsrName, number]>([
  ['misa', 0x4014_1105],
  ['mstatush', 0],
  ['menvcfgh', 0],
  ['mvendorid', 0],
  ['marchid', 0],
  ['mimpid', 0],
  ['mhartid', 0],
  ['mconfigptr', 0],
])('%s always reads as %i', (name, value) => {
  expect(extremes(name)).toEqual([value, value]);
});

test('3.1.6.1: MPP cannot hold the mode 2, which does not exist: it becomes user mode', () => {
  for (const before of [Mode.Supervisor, Mode.Machine]) {
    hart.writeCsr(Csr.mstatus, before << 11);
    hart.writeCsr(Csr.mstatus, 2 << 11);
    expect(hart.readCsr(Csr.mstatus) & MSTATUS_MPP).toBe(Mode.User);
  }
});

test.each<CsrName>(['mtvec', 'stvec'])(
  '%s accepts direct and vectored mode and ignores a write with another mode',
  (name) => {
    for (const vector of [0x8000_0100, 0x8000_0101]) {
      hart.writeCsr(Csr[name], vector);
      expect(hart.readCsr(Csr[name])).toBe(vector);
    }
    hart.writeCsr(Csr[name], 0x8000_0202);
    expect(hart.readCsr(Csr[name])).toBe(0x8000_0101);
  },
);

test('sstatus is a view of mstatus: a write to it does not change the machine-level bits', () => {
  hart.writeCsr(Csr.mstatus, 0xffff_ffff);
  expect(hart.readCsr(Csr.sstatus)).toBe(SSTATUS_MASK);
  hart.writeCsr(Csr.sstatus, 0);
  expect(hart.readCsr(Csr.mstatus)).toBe(0x007e_19aa & ~SSTATUS_MASK);
});

test('sie and sip show only delegated interrupts; in sip only the software interrupt can be written', () => {
  hart.writeCsr(Csr.mideleg, 0x22);
  hart.writeCsr(Csr.mie, 0xaaa);
  hart.writeCsr(Csr.mip, 0x222);
  expect([hart.readCsr(Csr.sie), hart.readCsr(Csr.sip)]).toEqual([0x22, 0x22]);
  hart.writeCsr(Csr.sie, 0);
  hart.writeCsr(Csr.sip, 0);
  expect([hart.readCsr(Csr.mie), hart.readCsr(Csr.mip)]).toEqual([0xa88, 0x220]);
});

test('the event counters exist and are always zero', () => {
  for (const number of [0xb03, 0xb1f, 0xb83, 0xc03, 0xc9f, 0x323, 0x33f]) {
    hart.writeCsr(number, 5);
    expect(hart.readCsr(number)).toBe(0);
  }
});

test('an access to a CSR that does not exist is an error of the caller', () => {
  expect(() => hart.readCsr(0x3a0)).toThrow('this machine has no CSR 0x3a0');
  expect(() => hart.writeCsr(0x7c0, 1)).toThrow(RangeError);
});

test('each CSR that has a name exists', () => {
  for (const number of Object.values(Csr)) {
    expect(() => full.readCsr(number)).not.toThrow();
  }
  expect(csrName(Csr.satp)).toBe('satp');
  expect(csrName(0x7c0)).toBe('0x7c0');
});
