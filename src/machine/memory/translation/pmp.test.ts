import { assemble } from '../../../assembler/index.js';
import { Cause } from '../../isa/causes.js';
import { Csr } from '../../isa/csrs.js';
import { Mode } from '../../isa/modes.js';
import { boot } from '../../testing.js';

const page = (address: number) => (address >>> 2) | 0x1ff; // 4 KiB

/** Runs `source` with a1 = 0x80002000. Entry 1 is as given; entry 2 allows the page of the code. */
function run(source: string, cfg: number, address: number, mode: number = Mode.Supervisor, bottom = 0) {
  const machine = boot(assemble(source), { firmware: 'vmm', pmpEntries: 16, registers: { a1: 0x8000_2000 } });
  const { hart } = machine;
  hart.writeCsr(Csr.pmpaddr0, bottom);
  hart.writeCsr(Csr.pmpaddr0 + 2, page(0x8000_0000));
  hart.writeCsr(Csr.pmpaddr0 + 1, address);
  hart.writeCsr(Csr.pmpcfg0, (0x1f << 16) | (cfg << 8));
  hart.mode = mode;
  const stop = machine.run(1);
  return stop.kind === 'trap' ? stop.cause : 'ok';
}

test.each([
  ['3.7.1: no entry matches', 'lw a0, (a1)', 0, 0, Mode.Supervisor, 0, Cause.LoadAccessFault],
  ['3.7.1: no entry matches in M-mode', 'lw a0, (a1)', 0, 0, Mode.Machine, 0, 'ok'],
  ['3.7.1.1: NAPOT', 'lw a0, (a1)', 0x19, page(0x8000_2000), Mode.Supervisor, 0, 'ok'],
  ['3.7.1: no right to store', 'sw a0, (a1)', 0x19, page(0x8000_2000), Mode.User, 0, Cause.StoreAccessFault],
  ['3.7.1.1: NA4', 'lw a0, (a1)', 0x11, 0x2000_0800, Mode.Supervisor, 0, 'ok'],
  [
    '3.7.1.1: NA4, the word after it',
    'lw a0, 4(a1)',
    0x11,
    0x2000_0800,
    Mode.Supervisor,
    0,
    Cause.LoadAccessFault,
  ],
  ['3.7.1.1: TOR', 'lw a0, (a1)', 0x09, 0x2000_0801, Mode.Supervisor, 0x2000_0800, 'ok'],
  [
    '3.7.1.1: TOR, the word at its end',
    'lw a0, 4(a1)',
    0x09,
    0x2000_0801,
    Mode.Supervisor,
    0x2000_0800,
    Cause.LoadAccessFault,
  ],
  ['3.7.1.2: unlocked in M-mode', 'lw a0, (a1)', 0x18, page(0x8000_2000), Mode.Machine, 0, 'ok'],
  [
    '3.7.1.2: locked in M-mode',
    'lw a0, (a1)',
    0x98,
    page(0x8000_2000),
    Mode.Machine,
    0,
    Cause.LoadAccessFault,
  ],
])('%s', (_title, source, cfg, address, mode, bottom, expected) => {
  expect(run(source, cfg, address, mode, bottom)).toBe(expected);
});

test.each([
  [{ pmpOpen: true }, 'ok'],
  [{ firmware: 'sbi' }, 'ok'],
  [{}, Cause.InstructionAccessFault],
] as const)('3.7.1: with %j and all entries off, a load of S-mode gives %s', (setup, expected) => {
  const machine = boot(assemble('lw a0, (a1)'), { pmpEntries: 16, registers: { a1: 0x8000_0000 }, ...setup });
  const { hart } = machine;
  hart.mode = Mode.Supervisor;
  machine.run(1);
  expect(hart.pc === 0x8000_0004 ? 'ok' : hart.readCsr(Csr.mcause)).toBe(expected);
});

test.each([
  ['the page of the code', 0x1f, page(0x8000_0000), ['ok', Cause.LoadAccessFault]],
  ['an empty range', 0x08, 0, [Cause.InstructionAccessFault, Cause.InstructionAccessFault]],
])('3.7.1: with pmpOpen, the first entry closes all memory except %s', (_title, cfg, address, expected) => {
  const machine = boot(assemble('nop\nlw a0, (a1)'), {
    firmware: 'vmm',
    pmpEntries: 16,
    pmpOpen: true,
    registers: { a1: 0x8000_2000 },
  });
  const { hart } = machine;
  const step = () => {
    const stop = machine.run(1);
    return stop.kind === 'trap' ? stop.cause : 'ok';
  };
  hart.mode = Mode.User;
  expect([step(), step()]).toEqual(['ok', 'ok']); // and the TLB keeps this
  hart.writeCsr(Csr.pmpaddr0, address);
  hart.writeCsr(Csr.pmpcfg0, cfg);
  hart.pc = 0x8000_0000;
  expect([step(), step()]).toEqual(expected);
});
