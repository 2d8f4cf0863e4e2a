/**
 * What the built-in SBI does to the machine's harts when one of them calls it: it starts, stops, suspends, interrupts and
 * fences them. SBI specification 2.0, chapters 7 to 9.
 */
import { Csr, IRQ_S_SOFTWARE, Mode, REG_A0, REG_A1, SSTATUS_SIE } from '../isa/index.js';
import type { Hart } from '../hart/index.js';
import { HartState, type SbiHarts } from './sbi-harts.js';
import { Access, FAULTED, translate } from '../memory/index.js';

/** The harts of the machine, for the SBI calls of the hart `caller`. */
export function sbiHarts(caller: Hart): SbiHarts {
  const find = (id: number) => (id === caller.id ? caller : caller.peers.find((hart) => hart.id === id)!);
  return {
    get count() {
      return 1 + caller.peers.length;
    },
    self: caller.id,
    hypervisor: caller.profile.hypervisor,
    setSoftwareInterrupt(id, raised) {
      const { values } = find(id).csr;
      const bit = 1 << IRQ_S_SOFTWARE;
      values[Csr.mip] = raised ? values[Csr.mip]! | bit : values[Csr.mip]! & ~bit;
    },
    fence: (id) => find(id).flushTlb(),
    state(id) {
      const { started, waiting } = find(id);
      return !started ? HartState.Stopped : waiting ? HartState.Suspended : HartState.Started;
    },
    start(id, address, opaque) {
      const hart = find(id);
      begin(hart, address, opaque);
      hart.started = true;
    },
    stop: () => {
      caller.started = false;
    },
    suspend(resume) {
      caller.waiting = true;
      if (resume !== undefined) {
        begin(caller, resume.address, resume.opaque);
      }
    },
    executable: (address) => (address & 1) === 0 && caller.memory.contains(address, 2),
    loadWord: (address) => loadWord(caller, address),
  };
}

/** Puts a hart into the state in which it starts: paging and interrupts are off (SBI specification 2.0, section 9.1). */
function begin(hart: Hart, address: number, opaque: number): void {
  hart.mode = Mode.Supervisor;
  hart.pc = address;
  hart.x[REG_A0] = hart.id;
  hart.x[REG_A1] = opaque;
  hart.csr.values[Csr.satp] = 0;
  hart.csr.values[Csr.mstatus]! &= ~SSTATUS_SIE;
  hart.flushTlb();
}

/** Loads a word as the caller's own load would. Where that load would fault, returns undefined, and nothing traps. */
function loadWord(hart: Hart, address: number): number | undefined {
  hart.refreshContext();
  const physical = (address & 3) === 0 ? translate(hart, address, Access.Load, 4) : FAULTED;
  hart.dropException();
  const there = physical !== FAULTED && hart.memory.contains(physical, 4);
  return there ? hart.memory.words[(physical - hart.memory.base) >> 2]! >>> 0 : undefined;
}
