/** The count from scratch tells what is wrong: each kind of wrong is made here behind the VMM's back, in the machine's own memory. */
import { assemble } from '../../../assembler/index.js';
import { Csr, PAGE_BYTES } from '../../../machine/index.js';
import { ParaCall, Vmm, type Parts, type Vm } from '../../index.js';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import { PageCommand } from './shared/index.js';

const MEMORY_BYTES = 64 * 1024;
const FIRST = 0x8_0000;
/** Pages of the VM: a root, a table that it points to, a root that a process has, a pinned table, and one to play with. */
const [ROOT, TABLE, USER_ROOT, PINNED, PLAY] = [8, 9, 10, 11, 12] as const;

/** Sets the tables up and stays on the boot map. */
function guest(): string {
  const commands = [
    [PageCommand.PinL2, USER_ROOT],
    [PageCommand.PinL1, PINNED],
    [PageCommand.PinL2, ROOT],
    [PageCommand.UserBase, USER_ROOT],
    [PageCommand.Unpin, USER_ROOT], // the base alone holds it now
  ];
  const lists = commands.map(([what, page]) => `${what}, ${0x8000_0000 + 4096 * page!}`).join(', ');
  return `
_start: lw      t0, 64(a1)
        li      t1, ${(0x8000_0000 + 4096 * TABLE) >>> 10}
        add     t0, t0, t1
        lw      t0, (t0)
        slli    t0, t0, 10
        ori     t0, t0, 1
        li      t1, ${0x8000_0000 + 4096 * ROOT}
        sw      t0, (t1)
        la      a0, updates
        li      a1, ${commands.length}
        li      a6, ${ParaCall.PageUpdates}
        li      a7, 0x09000001
        ecall
        neg     a0, a0
        li      a6, ${ParaCall.Shutdown}
        bnez    a0, 1f
        j .
1:      ecall
        .data
updates: .word ${lists}`;
}

interface Scene {
  readonly vmm: Vmm;
  readonly vms: readonly Vm[];
  readonly frame: (page: number, of?: number) => number;
  /** Writes an entry of a table, behind everybody's back. */
  readonly forge: (page: number, index: number, entry: number) => void;
}

function scene(parts: Parts = referenceParts): Scene {
  const vmm = new Vmm({ memoryBytes: 3 * MEMORY_BYTES, parts });
  const { image } = assemble(guest());
  const vms = [0, 1].map(() => vmm.createVm({ mode: 'para', image, memoryBytes: MEMORY_BYTES }));
  vmm.run(200);
  expect(vms.map(({ end }) => end)).toEqual([undefined, undefined]);
  const frame = (page: number, of = 1) => vms[of]!.memory.frameOf(FIRST + page)!;
  const forge = (page: number, index: number, entry: number) =>
    vmm.machine.memory.write32(frame(page) * PAGE_BYTES + 4 * index, entry >>> 0);
  return { vmm, vms, frame, forge };
}

const leaf = (frame: number, writes: boolean) => (frame << 10) | (writes ? 0xdf : 0xd3);

test('nothing is wrong at first', () => {
  expect(scene().vmm.audit()).toEqual([]);
});

// The second VM is wrong each time: the count goes through all.
test.each<[string, (scene: Scene) => void, RegExp]>([
  [
    'a foreign frame',
    ({ forge, frame }) => forge(TABLE, 0, leaf(frame(PLAY, 0), false)),
    /maps frame .*, and may not/,
  ],
  [
    'the VMM’s table of frames for stores',
    ({ forge, vmm }) => forge(TABLE, 0, leaf(vmm.machine.memory.base / PAGE_BYTES, true)),
    /for stores, and may not/,
  ],
  [
    'a page in the last entry',
    ({ forge, frame }) => forge(PINNED, 1023, leaf(frame(PLAY), true)),
    /is writable with 1 uses/,
  ],
  [
    'a page for loads',
    ({ forge, frame }) => forge(PINNED, 5, leaf(frame(PLAY), false)),
    /0 uses and 1 references, and counted/,
  ],
  [
    'a page table for stores',
    ({ forge, frame }) => forge(PINNED, 5, leaf(frame(ROOT), true)),
    /is .*writable.* and counted as l2/,
  ],
  ['4 MiB', ({ forge, frame }) => forge(ROOT, 7, leaf(frame(PLAY), false)), /is a superpage/],
  [
    'a table of another VM',
    ({ forge, frame }) => forge(ROOT, 7, (frame(PLAY, 0) << 10) | 1),
    /which is not its own/,
  ],
  [
    'what its processes may not map',
    ({ forge, frame }) => forge(USER_ROOT, 7, (frame(PLAY) << 10) | 1),
    /is l1 with 1 uses/,
  ],
])('%s in a table is told', (_what, wrong, line) => {
  const made = scene();
  wrong(made);
  expect(made.vmm.audit().join('\n')).toMatch(line);
});

test('a boot map that lets the VM write to a table is told', () => {
  const { vmm, frame } = scene();
  const { memory, hart } = vmm.machine;
  vmm.run(10); // the second VM was the last, and the hart still has its boot map
  const root = hart.readCsr(Csr.satp) & 0x3f_ffff;
  const table = memory.read32(root * PAGE_BYTES + 4 * (0x8000_0000 >>> 22)) >>> 10;
  const entry = table * PAGE_BYTES + 4 * TABLE;
  expect(memory.read32(entry)).toBe(leaf(frame(TABLE), true) & ~4);
  memory.write32(entry, leaf(frame(TABLE), true));
  expect(vmm.audit().join('\n')).toMatch(/the boot map lets it write to the l1 table/);
});

test.each([
  ['type', { type: 'l2' }],
  ['uses', { uses: 7 }],
  ['references', { references: 7 }],
] as const)('a validator that tells another %s of a frame than the tables do is told', (_what, lie) => {
  let liar: number | undefined;
  const { vmm, frame } = scene({
    ...referenceParts,
    paging(machine) {
      const real = referenceParts.paging(machine);
      return { ...real, info: (one) => ({ ...real.info(one), ...(one === liar && lie) }) };
    },
  });
  expect(vmm.audit()).toEqual([]);
  liar = vmm.machine.memory.base / PAGE_BYTES + vmm.machine.memory.size / PAGE_BYTES - 1; // the last of the machine, which nobody has
  expect(vmm.audit()).toHaveLength(1);
  liar = frame(TABLE);
  expect(vmm.audit().join('\n')).toMatch(/and counted as/);
});

test('a frame that the allocator has given to somebody else is told', () => {
  let lie = false;
  const { vmm } = scene({
    ...referenceParts,
    allocator(pool) {
      const real = referenceParts.allocator(pool);
      return { ...real, ownerOf: (frame) => (lie ? 0 : real.ownerOf(frame)) };
    },
  });
  lie = true;
  expect(vmm.audit().join('\n')).toMatch(/VM 1: frame .* is not accounted for/);
});
