/** Hypercalls with arguments at the edges, batches that stop in the middle, and stacks. Each fault here was once planted in the VMM. */
import { assemble } from '../../../src/assembler/index.js';
import { ParaCall, Vmm } from '../../../src/hypervisor/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import { MEMORY_BYTES, ROOT, SHARED, UPDATES, call, ownEntry, page, store, update } from './guest/index.js';
import {
  Busy,
  Denied,
  FREE_ENTRY,
  InvalidAddress,
  InvalidParam,
  PIN_L1,
  PLAY,
  READ_ONLY,
  allRight,
  command,
  endOf,
  fails,
  finished,
  good,
  must,
  mustHold,
  run,
  tell,
  unmap,
  works,
} from './named.js';

const words = (address: number, ...values: readonly number[]) =>
  values.map((value, index) => store(address + 4 * index, value)).join('\n');
const RING = page(50);
/** Call number `place` of the batch at PLAY. As entries of a table, the words of a call to ServeUpdates are not valid, and so allowed. */
const inBatch = (place: number, ...call: readonly number[]) => words(PLAY + 32 * place, ...call);
const batchOf = (count: number, address = PLAY) => call(ParaCall.Multicall, address, count);

test.each([
  ['the second update lies behind memory', [call(ParaCall.PageUpdates, page(64) - 8, 2)], InvalidAddress],
  ['as many updates as there may be lie in memory', [call(ParaCall.PageUpdates, PLAY, 2048)], InvalidAddress],
  [
    'the updates lie in a page that was given back',
    [unmap(PLAY), call(ParaCall.BalloonOut, PLAY), call(ParaCall.PageUpdates, PLAY, 1)],
    InvalidAddress,
  ],
  ['a batch lies in the root', [batchOf(1, ROOT)], InvalidAddress],
  [
    'the second page of a batch is a table',
    [command(PIN_L1, page(41)), batchOf(2, page(41) - 32)],
    InvalidAddress,
  ],
  ['the second call of a batch lies behind memory', [batchOf(2, page(64) - 32)], InvalidAddress],
  ['a batch is not aligned', [batchOf(1, PLAY + 2)], InvalidParam],
  ['a batch has 33 calls', [batchOf(33)], InvalidParam],
  ['a batch has 32 calls', [batchOf(32)], Denied],
  ['a batch returns from a trap', [inBatch(0, ParaCall.ReturnFromTrap), batchOf(1)], Denied],
  [
    'a batch makes a table of its own page',
    [words(RING, 1, 0, PIN_L1, PLAY), inBatch(0, ParaCall.ServeUpdates, RING), batchOf(1)],
    Denied,
  ],
  ['a trap entry is not aligned', [call(ParaCall.SetTrapEntry, page(0) + 2, 0)], InvalidParam],
  ['a trap stack is not aligned', [call(ParaCall.SetTrapEntry, page(0), 8)], InvalidParam],
  ['a stack is not aligned', [call(ParaCall.SetStack, 8)], InvalidParam],
  ['there is no VM for a channel', [call(ParaCall.OpenChannel, 7)], InvalidParam],
  [
    'a page is given back that is mapped for loads',
    [ownEntry(PLAY, READ_ONLY), update(FREE_ENTRY), unmap(PLAY), call(ParaCall.BalloonOut, PLAY)],
    Busy,
  ],
  ['half a page is given back', [call(ParaCall.BalloonOut, PLAY + 4)], InvalidParam],
  ['half a page comes', [call(ParaCall.BalloonIn, PLAY + 4)], InvalidParam],
  ['the shared-info page is a stack, which is allowed', [call(ParaCall.SetTrapEntry, page(0), SHARED)], 0],
])('%s', (_what, attack, code) => {
  expect(endOf([...attack, tell].join('\n'))).toEqual(finished(code));
});

test('updates are done up to the one that is refused, which the guest learns', () => {
  const [first, third] = [FREE_ENTRY, FREE_ENTRY + 8];
  const list = `${ownEntry(PLAY, READ_ONLY)}
    mv s7, t3
    li t2, ${UPDATES}
    li t4, ${first}
    sw t4, (t2)
    sw t3, 4(t2)
    li t4, ${first + 2}
    sw t4, 8(t2)
    li t4, ${third}
    sw t4, 16(t2)
    sw t3, 20(t2)`;
  const [then, found] = [
    call(ParaCall.PageUpdates, UPDATES, 3),
    `  li t2, ${first}\n  lw t3, (t2)\n  sub t3, t3, s7`,
  ];
  expect(
    endOf(
      `${list}\n${then}\n${fails(InvalidParam, 1)}\n${must('a1', 1, 2)}\n${found}\n${must('t3', 0, 3)}\n${mustHold(third, 0, 4)}\n${good}`,
    ),
  ).toEqual(allRight);
});

test('updates are what they were when the guest asked, whatever the first of them writes', () => {
  const list = `${ownEntry(PLAY, READ_ONLY)}
    li t2, ${UPDATES}
    li t4, ${UPDATES + 12}
    sw t4, (t2)
    sw zero, 4(t2)
    li t4, ${FREE_ENTRY}
    sw t4, 8(t2)
    sw t3, 12(t2)
    mv s7, t3`;
  const then = `${call(ParaCall.PageUpdates, UPDATES, 2)}\n${works(1)}`;
  const found = `  li t2, ${FREE_ENTRY}\n  lw t3, (t2)\n  sub t3, t3, s7`;
  expect(endOf(`${list}\n${then}\n${found}\n${must('t3', 0, 2)}\n${good}`)).toEqual(allRight);
});

test('a batch of calls ends with the one that fails, and each that was done has its answer', () => {
  const blocks = [
    inBatch(0, ParaCall.Grant, 1, page(50), 1, 0, 0, 77, 77),
    inBatch(1, ParaCall.Grant, 1, page(50), 2, 0, 0, 77, 77),
    inBatch(2, ParaCall.Grant, 1, page(50), 1, 0, 0, 77, 77),
    batchOf(3),
    fails(InvalidParam, 1),
    must('a1', 1, 2),
    mustHold(PLAY + 24, 0, 3),
    mustHold(PLAY + 28, 1, 4),
    mustHold(PLAY + 32 + 24, -InvalidParam, 5),
    mustHold(PLAY + 64 + 24, 77, 6),
    call(ParaCall.Revoke, 2),
    fails(InvalidParam, 7),
    good,
  ];
  expect(run([blocks.join('\n')], ['  j .']).vms[0]!.end).toEqual(allRight);
});

test('a call with far too many updates costs its VM no more than one with all that there may be', () => {
  const ask = (count: number) =>
    run([[call(ParaCall.PageUpdates, UPDATES, count), tell].join('\n')]).vms[0]!.account.cycles;
  expect(ask(0xffff_ffff)).toBeLessThan(ask(2049) + 10);
});

test('a stack is not set before there is an entry for traps', () => {
  const image = assemble(`_start:\n${call(ParaCall.SetStack, 4096)}\n${tell}`).image;
  const vmm = new Vmm({ memoryBytes: MEMORY_BYTES, parts });
  const vm = vmm.createVm({ mode: 'para', image, memoryBytes: MEMORY_BYTES });
  vmm.run(100);
  expect(vm.end).toEqual(finished(Denied));
});

test('a frame is not read where no word can be: its VM ends, with the reason', () => {
  const [vm] = run([`  li sp, ${page(28) + 2}\n${call(ParaCall.ReturnFromTrap)}`]).vms;
  expect(vm!.end).toEqual({ kind: 'ended', reason: expect.stringMatching(/there is no frame at/) as string });
});

test('the firmware reads nothing from a page that was given back', () => {
  const write = `  li a0, 4\n  li a1, ${PLAY}\n  li a2, 0\n  li a6, 0\n  li a7, 0x4442434e\n  ecall`; // the console's bytes from memory
  const [vm] = run([
    [unmap(PLAY), call(ParaCall.BalloonOut, PLAY), write, must('a0', -InvalidParam, 1), good].join('\n'),
  ]).vms;
  expect(vm!.end).toEqual(allRight);
});
