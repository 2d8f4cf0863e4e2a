/** What the hart still has in its TLB, and which table it walks. Each fault here was once planted in the VMM. */
import { ParaCall } from '../../../src/hypervisor/index.js';
import { ROOT, SHARED, UPDATES, call, ownEntry, page, store, update } from './guest/index.js';
import {
  FREE_ENTRY,
  InvalidParam,
  KERNEL_BASE,
  OPEN,
  PLAY,
  READ_ONLY,
  USER_BASE,
  allRight,
  command,
  endOf,
  fails,
  good,
  mapped,
  must,
  mustHold,
  run,
  tell,
  works,
} from './named.js';

const STACK = page(28);
const WINDOW = 0xffc0_0000;
/** What must fault: then the next block begins. */
const faults = (access: string, code: number) => `${access}\n  li a0, ${-code}\n${tell}`;
const load = (address: number) => `  li t2, ${address}\n  lw t3, (t2)`;

test('a page that a pointer makes a table is not written, though the hart has a translation for stores', () => {
  const edit = [store(PLAY, 0), ownEntry(PLAY, 1), update(ROOT + 4 * 5), works(1), faults(store(PLAY, 1), 2)];
  expect(endOf(edit.join('\n'), `${mustHold(PLAY, 0, 3)}\n${good}`)).toEqual(allRight);
});

test('an entry that is gone is gone for the hart too, also when a later update of the batch is refused', () => {
  const unmapAndFail = `  li t2, ${UPDATES}
    li t4, ${FREE_ENTRY}
    sw t4, (t2)
    sw zero, 4(t2)
    addi t4, t4, 2
    sw t4, 8(t2)
${call(ParaCall.PageUpdates, UPDATES, 2)}`;
  const blocks = [
    ownEntry(PLAY, OPEN),
    update(FREE_ENTRY),
    store(mapped, 5),
    unmapAndFail,
    fails(InvalidParam, 1),
    faults(load(mapped), 2),
  ];
  expect(endOf(blocks.join('\n'), good)).toEqual(allRight);
});

test('on the boot map a guest reaches neither a page that it has given back nor the VMM’s pages for stores', () => {
  const blocks = [
    [
      command(KERNEL_BASE, 0),
      works(1),
      load(PLAY),
      call(ParaCall.BalloonOut, PLAY),
      works(2),
      faults(load(PLAY), 3),
    ],
    [faults(store(WINDOW + 3 * 4096, 0), 4)],
    [load(WINDOW + 3 * 4096), good],
  ];
  const { end } = run(blocks.map((block) => block.join('\n'))).vms[0]!;
  expect(end).toEqual(allRight);
});

test('a return to a process without a root for processes ends the VM, with the reason', () => {
  const [vm] = run([`  li sp, ${STACK}\n  sw zero, 128(sp)\n${call(ParaCall.ReturnFromTrap)}`]).vms;
  expect(vm!.end).toEqual({
    kind: 'ended',
    reason: 'it returns to a process, and has set no root for processes',
  });
});

const [USER_ROOT, USER_TABLE, RING] = [page(40), page(41), page(42)];
const [SEEN, HIDDEN, SECRET, LATE] = [page(50), page(51), page(52), page(53)];
const RUNS = 0xdb; // V R X U A D
const userEntry = (of: number, at: number, flags: number) =>
  `${ownEntry(of, flags)}\n  li t2, ${USER_TABLE + 4 * ((at - page(0)) / 4096)}\n  sw t3, (t2)`;

/** A process with a root of its own: it has the guest's code, and at SEEN another page than the kernel has there. */
const process = [
  store(SEEN, 50),
  store(HIDDEN, 51),
  ...[0, 1, 2, 3].map((number) => userEntry(page(number), page(number), RUNS)),
  userEntry(HIDDEN, SEEN, READ_ONLY),
  `${ownEntry(USER_TABLE, 1)}\n  li t2, ${USER_ROOT + 4 * 512}\n  sw t3, (t2)`,
  command(USER_BASE, USER_ROOT),
  works(1),
].join('\n');

/** To `pc` in the process, with a frame in the middle of the stack. */
const enterProcess = (pc: string) => `  li sp, ${STACK + 1024}
  la t0, ${pc}
  addi t0, t0, 1
  sw t0, (sp)
  li t0, 0x1234
  sw t0, 8(sp)
  li t0, 66
  sw t0, 64(sp)
  li t0, 77
  sw t0, 68(sp)
  li t0, 0x20
  sw t0, 128(sp)
${call(ParaCall.ReturnFromTrap)}`;

test('a process runs on its own root, and its trap finds the kernel as it was', () => {
  const guest = `${process}
  la a0, first
  li a1, ${STACK + 4096}
  li a6, ${ParaCall.SetTrapEntry}
  ecall
${works(2)}
${mustHold(SEEN, 50, 3)}
${enterProcess('program')}
program:
  li s7, 1
  li t1, ${SEEN}
  lw t0, (t1)
  li t2, 51
  bne t0, t2, over
  li s7, 2
  li t2, 66
  bne a6, t2, over
  li t2, 77
  bne a7, t2, over
  li t2, 0x1234
  bne sp, t2, over
  li s7, 5
  li t1, ${SECRET}
  lw t0, (t1)
  li s7, 6
over: ecall

  .align 2
first:
${must('s7', 5, 4)}
${must('sp', STACK + 1024, 5)}
  lw t5, 132(sp)
${must('t5', 13, 6)}
  lw t5, 136(sp)
${must('t5', SECRET, 7)}
  lw t5, 128(sp)
${must('t5', 0x20, 8)}
  lw t5, 8(sp)
${must('t5', 0x1234, 9)}
${mustHold(SHARED, 0, 10)}
${mustHold(SEEN, 50, 11)}
  la a0, second
  li a1, ${STACK + 4096}
  li a6, ${ParaCall.SetTrapEntry}
  li a7, 0x09000001
  ecall
  ebreak
  .align 2
second:
${must('sp', STACK + 1024 - 144, 12)}
${good}`;
  expect(endOf(guest)).toEqual(allRight);
});

test('what waits in the ring of updates is done before a process runs, and not before the kernel goes on', () => {
  const guest = `${process}
${call(ParaCall.ServeUpdates, RING)}
${works(2)}
${ownEntry(HIDDEN, READ_ONLY)}
  li t2, ${RING}
  li t4, ${USER_TABLE + 4 * 53}
  sw t4, 8(t2)
  sw t3, 12(t2)
  li t4, 1
  sw t4, (t2)
  li sp, ${STACK + 2048}
  la t0, still
  sw t0, (sp)
  li t0, 0x100
  sw t0, 128(sp)
${call(ParaCall.ReturnFromTrap)}
still:
${mustHold(RING + 4, 0, 3)}
  la a0, first
  li a1, ${STACK + 4096}
  li a6, ${ParaCall.SetTrapEntry}
  li a7, 0x09000001
  ecall
${enterProcess('program')}
program:
  li t1, ${LATE}
  lw s7, (t1)
  ecall
  .align 2
first:
${must('s7', 51, 4)}
${mustHold(RING + 4, 1, 5)}
${good}`;
  const [vm] = run([guest]).vms;
  expect(vm!.end).toEqual(allRight);
  expect(vm!.account.exits['system call']).toBe(1);
});

test('a process does not run while an update in the ring is refused: its VM ends, with the reason', () => {
  const refused = [
    process,
    call(ParaCall.ServeUpdates, RING),
    works(2),
    store(RING + 8, FREE_ENTRY + 2),
    store(RING, 1),
    enterProcess('start'),
  ];
  const [vm] = run([refused.join('\n')]).vms;
  expect(vm!.end).toEqual({
    kind: 'ended',
    reason: 'it returns to a process, and update 0 of those that wait in its ring is refused (-3)',
  });
});

const reserve = `  li s7, ${PLAY}\n  lr.w t0, (s7)`;
const storeFails = (code: number) => `  sc.w t0, zero, (s7)\n${must('t0', 1, code)}`;

test('no reservation outlives a trap into the kernel, or the way back', () => {
  const there = (mode: number) => `  li sp, ${STACK + 1024}
  la t0, there
  sw t0, (sp)
  li t0, ${mode}
  sw t0, 128(sp)
${reserve}
${call(ParaCall.ReturnFromTrap)}`;
  const trap = `  la a0, first\n  li a1, ${STACK + 4096}\n${call(ParaCall.SetTrapEntry).trim()}\n${reserve}\n  ebreak\n  .align 2\nfirst:\n${storeFails(1)}`;
  expect(endOf(`${trap}\n${there(0x100)}\nthere:\n${storeFails(2)}\n${good}`)).toEqual(allRight);
});

test('no reservation of a word in a page that two VMs share outlives a turn of the other', () => {
  const giver = [
    call(ParaCall.Grant, 1, PLAY, 1),
    `1: ${call(ParaCall.Yield).trim()}\n  li t2, ${PLAY + 4}\n  lw t3, (t2)\n  beqz t3, 1b`,
    `${reserve}\n${store(PLAY + 8, 1)}\n1: ${call(ParaCall.Yield).trim()}\n  lw t3, 4(s7)\n  li t4, 2\n  bne t3, t4, 1b`,
    storeFails(1),
    good,
  ];
  const taker = [
    `1: ${call(ParaCall.Yield).trim()}\n${call(ParaCall.AcceptGrant, 0, 1)}\n  bnez a0, 1b`,
    `  slli t3, a1, 10\n  ori t3, t3, ${OPEN}\n${update(FREE_ENTRY)}`,
    store(mapped + 4, 1),
    `1: ${call(ParaCall.Yield).trim()}\n  li t2, ${mapped + 8}\n  lw t3, (t2)\n  beqz t3, 1b`,
    store(mapped, 5),
    store(mapped + 4, 2),
    good,
  ];
  const { vms } = run([giver.join('\n')], [taker.join('\n')]);
  expect(vms.map(({ end }) => end)).toEqual([allRight, allRight]);
});

test('the VMM sees in the guest’s own tables which pages it uses, through whatever mapping, and counts each once', () => {
  const twice = [ownEntry(PLAY, OPEN), update(FREE_ENTRY), works(1)].join('\n');
  const uses = `1: ${load(mapped).trim()}\n${store(PLAY, 7)}\n${call(ParaCall.Yield)}\n  j 1b`;
  const { vmm, vms } = run([`${twice}\n${uses}`]);
  expect(vmm.sampleMemory(vms[0]!, 1, 100)).toBeUndefined();
  expect(vmm.sampleMemory(vms[0]!, 1, 100)).toBe(0); // it has not run since
  vmm.run(100);
  expect(vmm.sampleMemory(vms[0]!, 1, 100)).toBe(2); // its code, and this page
  expect(vmm.audit()).toEqual([]);
});
