import { assemble } from '../../assembler/index.js';
import { Csr } from '../isa/csrs.js';
import { Mode } from '../isa/modes.js';
import { boot } from '../testing.js';

const START = 0x8000_0000;
const ROOT = 0x8000_2000;
const ALL = 0x1f; // NAPOT, R W X
const DIVIDES = 0x10; // NA4, nothing allowed
const page = (address: number) => (address >>> 2) | 0x1ff;

/** A machine in S-mode with paging, whose code is in a page that PMP divides. The next page is allowed if `beyond`. */
function inDividedPage(source: string, beyond: boolean) {
  const machine = boot(assemble(source), { firmware: 'vmm', pmpEntries: 16 });
  const { hart } = machine;
  hart.writeCsr(Csr.pmpaddr0, (START + 0x800) >>> 2);
  hart.writeCsr(Csr.pmpaddr0 + 1, beyond ? 0xffff_ffff : page(START));
  hart.writeCsr(Csr.pmpaddr0 + 2, page(ROOT));
  hart.writeCsr(Csr.pmpcfg0, (ALL << 16) | (ALL << 8) | DIVIDES);
  machine.memory.write32(ROOT + 4 * 512, 0x2000_00cf); // a superpage that maps RAM to itself
  hart.writeCsr(Csr.satp, 0x8000_0000 + (ROOT >>> 12));
  hart.mode = Mode.Supervisor;
  return machine;
}

test.each([
  ['instructions inside the page', 'nop\n c.nop\n nop\n j .', true],
  ['an instruction that ends in the next page', 'j 1f\n .space 0xff8\n c.nop\n1: addi a0, a0, 1\n nop', true],
  [
    'an instruction whose second half is forbidden',
    'j 1f\n .space 0xff8\n c.nop\n1: addi a0, a0, 1\n nop',
    false,
  ],
])('a trace costs no cycles, even where PMP divides a page: %s', (_what, source, beyond) => {
  const [silent, traced] = [inDividedPage(source, beyond), inDividedPage(source, beyond)];
  traced.trace = () => undefined;
  expect(traced.run(4)).toEqual(silent.run(4));
  expect(traced.cycles).toBe(silent.cycles);
  expect(silent.cycles).toBeGreaterThan(4);
});
