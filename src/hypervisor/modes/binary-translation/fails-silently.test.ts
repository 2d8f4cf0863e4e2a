import {
  Csr,
  Machine,
  Mode,
  RAM_BASE,
  allHoles,
  csrName,
  legacy,
  legacyWith,
  strict,
  type Profile,
} from '../../../machine/index.js';
import { failsSilently } from './fails-silently.js';

const CSRS = [...new Set([...Object.values(Csr), 0x5c0, 0x900])];
const ZERO = 0;
const T0 = 5;

/** Every form of access to every CSR, and the instructions with holes of their own. */
const words = [
  ...CSRS.flatMap((csr) =>
    [1, 2, 3, 5, 6, 7].flatMap((funct3) =>
      [ZERO, T0].flatMap((rd) =>
        [ZERO, T0].map((rs1) => ((csr << 20) | (rs1 << 15) | (funct3 << 12) | (rd << 7) | 0x73) >>> 0),
      ),
    ),
  ),
  ...[
    0x1020_0073, 0x3020_0073, 0x1200_0073, 0x1202_8073, 0x0010_0073, 0x0000_0073, 0x1050_0073, 0x13, 0x2197,
  ],
];

test.each<[string, Profile]>([
  ['strict', strict],
  ['legacy', legacy],
  ...allHoles.map((hole): [string, Profile] => [hole, legacyWith([hole])]),
])('%s: what it says is what the machine does in user mode', (_name, profile) => {
  const machine = new Machine({ memoryBytes: 4096, profile, firmware: 'vmm' });
  for (const word of words.filter((each) => (each & 0x7f) === 0x73)) {
    machine.memory.write32(RAM_BASE, word);
    machine.hart.mode = Mode.User;
    machine.hart.pc = RAM_BASE;
    machine.hart.writeCsr(Csr.mstatus, 1 << 21); // TW: WFI traps
    const { kind } = machine.run(1);
    expect({
      word: word.toString(16),
      csr: csrName(word >>> 20),
      fails: failsSilently(profile, word),
    }).toEqual({
      word: word.toString(16),
      csr: csrName(word >>> 20),
      fails: kind !== 'trap',
    });
  }
  expect(failsSilently(profile, 0x13) || failsSilently(profile, 0x2197)).toBe(false);
});
