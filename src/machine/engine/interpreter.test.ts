import { assemble } from '../../assembler/index.js';
import { Csr } from '../isa/csrs.js';
import { Mode } from '../isa/modes.js';
import { boot } from '../testing.js';

const START = 0x8000_0000;
const ROOT = 0x8000_2000;
const ALL = 0x1f; // NAPOT, R W X
const DIVIDES = 0x10; // NA4, nothing allowed
const page = (address: number) => (address >>> 2) | 0x1ff;

/** S-mode with a page table, in a page that PMP divides; the page behind it is allowed if `beyond`. */
function inDividedPage(source: string, beyond: boolean) {
  const machine = boot(assemble(source), { firmware: 'vmm', pmpEntries: 16 });
  const { hart } = machine;
  hart.writeCsr(Csr.pmpaddr0, (START + 0x800) >>> 2);
  hart.writeCsr(Csr.pmpaddr0 + 1, beyond ? 0xffff_ffff : page(START));
  hart.writeCsr(Csr.pmpaddr0 + 2, page(ROOT));
  hart.writeCsr(Csr.pmpcfg0, (ALL << 16) | (ALL << 8) | DIVIDES);
  machine.memory.write32(ROOT + 4 * 512, 0x2000_00cf); // memory by a superpage, to itself
  hart.writeCsr(Csr.satp, 0x8000_0000 + (ROOT >>> 12));
  hart.mode = Mode.Supervisor;
  return machine;
}

test.each([
  ['instructions in it', 'nop\n c.nop\n nop\n j .', true],
  ['one that ends in the next page', 'j 1f\n .space 0xff8\n c.nop\n1: addi a0, a0, 1\n nop', true],
  ['one whose end is forbidden', 'j 1f\n .space 0xff8\n c.nop\n1: addi a0, a0, 1\n nop', false],
])('a trace costs no cycles where PMP divides a page: %s', (_what, source, beyond) => {
  const [silent, traced] = [inDividedPage(source, beyond), inDividedPage(source, beyond)];
  traced.trace = () => undefined;
  expect(traced.run(4)).toEqual(silent.run(4));
  expect(traced.cycles).toBe(silent.cycles);
  expect(silent.cycles).toBeGreaterThan(4);
});
