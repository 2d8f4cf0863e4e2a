/** What one change of a page table costs a paravirtual guest: asked for alone, and in a batch of as many as there may be. */
import { assemble } from '../../../../src/assembler/index.js';
import { PAGE_UPDATES_MAX, ParaCall, Vmm, type Parts } from '../../../../src/hypervisor/index.js';
import { GuestBroken } from './guest-broken.js';

/** Cycles of one update. */
export interface UpdateCosts {
  readonly alone: number;
  readonly inBatch: number;
}

const MEMORY_BYTES = 256 * 1024;
const RESULT = 0x8000_1000;
const TABLE = 0x8000_2000;
const UPDATES = 0x8000_4000;
/** Steps: more than the longer of the two takes. */
const BUDGET = 100_000;

/** @throws GuestBroken where the guest gets an error */
export function updateCosts(parts: Parts): UpdateCosts {
  return { alone: cyclesOf(1, parts), inBatch: cyclesOf(PAGE_UPDATES_MAX, parts) };
}

/** Cycles of one of as many updates as there may be, `size` in each call. */
function cyclesOf(size: number, parts: Parts): number {
  const vmm = new Vmm({ memoryBytes: MEMORY_BYTES, parts });
  const vm = vmm.createVm({ mode: 'para', image: assemble(guest(size)).image, memoryBytes: MEMORY_BYTES });
  vmm.run(BUDGET);
  if (vm.end?.kind !== 'finished' || vm.end.code !== 0) {
    throw new GuestBroken(`the guest of the batches ended with ${JSON.stringify(vm.end)}`);
  }
  return vm.memory.readWord(RESULT) / PAGE_UPDATES_MAX;
}

/** Pins a table, lists updates of its entries, each of which maps the guest's first page for loads, and asks for them. */
const guest = (size: number) => `
_start: lw      s2, 64(a1)              # where guest frame 0 would stand in the table of machine frames
        li      t0, 0x80000000 >> 10
        add     s2, s2, t0
        lw      s2, (s2)
        slli    s2, s2, 10
        ori     s2, s2, 0xd3            # V R U A D
        li      t0, ${UPDATES}
        li      t1, 1                   # PinL1
        sw      t1, (t0)
        li      t1, ${TABLE}
        sw      t1, 4(t0)
        li      a0, ${UPDATES}
        li      a1, 1
        jal     updates
        li      t2, ${PAGE_UPDATES_MAX}
        li      t3, 0
1:      andi    t4, t3, 0x3ff           # the entry
        slli    t4, t4, 2
        li      t5, ${TABLE}
        add     t4, t4, t5
        sw      t4, (t0)
        sw      s2, 4(t0)
        addi    t0, t0, 8
        addi    t3, t3, 1
        bne     t3, t2, 1b

        li      s3, ${UPDATES}
        li      s4, ${PAGE_UPDATES_MAX / size}
        rdcycle s5
2:      mv      a0, s3
        li      a1, ${size}
        jal     updates
        addi    s3, s3, 8
        addi    s4, s4, -1
        bnez    s4, 2b
        rdcycle t0
        sub     t0, t0, s5
        li      t1, ${RESULT}
        sw      t0, (t1)
        li      a0, 0
over:   li      a6, ${ParaCall.Shutdown}
        ecall

updates:
        li      a6, ${ParaCall.PageUpdates}
        li      a7, 0x09000001
        ecall
        bnez    a0, over
        ret
`;
