/** Events: which end gets them, who masks them, and that none is lost or comes twice. Each fault here was once planted in the VMM. */
import { ParaCall } from '../../../src/hypervisor/index.js';
import { SHARED, WINDOW_TABLE, call, ownEntry, page, store, update } from './guest/index.js';
import {
  Busy,
  Denied,
  InvalidParam,
  PLAY,
  READ_ONLY,
  allRight,
  create,
  endOf,
  fails,
  finished,
  good,
  must,
  mustHold,
  run,
  tell,
  unmap,
  wait,
  works,
} from './named.js';

const [ENABLED, PENDING, TIME, WAITING, CHANNELS, MASKED, CYCLES, TARGET, PAGES] = [
  0, 4, 16, 52, 56, 60, 80, 88, 92,
].map((at) => SHARED + at) as [number, number, number, number, number, number, number, number, number];
const TIMER = 1 << 5;
const only = (channel: number) => store(MASKED, ~(1 << channel) >>> 0);
const send = (channel: number) => call(ParaCall.SendEvent, channel);

/** Channels 3 and 4 of one VM lead to each other, and so do 5 and 6. */
const pairs = [
  call(ParaCall.OpenChannel, 0),
  must('a1', 3, 80),
  call(ParaCall.ConnectChannel, 0, 3),
  must('a1', 4, 81),
  call(ParaCall.OpenChannel, 0),
  call(ParaCall.ConnectChannel, 0, 5),
  must('a1', 6, 82),
].join('\n');

test('an event comes at the other end, beside those that wait; masked it does not interrupt; then it does, once unmasked', () => {
  const guest = `${pairs}
${send(4)}
${send(6)}
${mustHold(CHANNELS, (1 << 3) | (1 << 5), 1)}
${store(ENABLED, 1)}
${wait}
${mustHold(WAITING, 0, 2)}
${store(ENABLED, 0)}
${only(3)}
${wait}
${mustHold(WAITING, 1, 3)}
  la a0, event
  li a1, ${page(28) + 4096}
${call(ParaCall.SetTrapEntry).trim()}
${call(ParaCall.TakeEvents)}
  li a0, -4
${tell}
  .align 2
event:
  lw t5, 132(sp)
${must('t5', 0x8000_0009, 5)}
  lw t5, 128(sp)
${must('t5', 0x120, 6)}
${mustHold(ENABLED, 0, 7)}
${good}`;
  expect(endOf(guest)).toEqual(allRight);
});

test('a channel that one end closes is closed at the other, and there are as many channels as bits', () => {
  const fill = `  li s7, 0\n1: ${call(ParaCall.OpenChannel, 0).trim()}\n  bnez a0, 2f\n  addi s7, s7, 1\n  j 1b\n2:`;
  const steps = [
    pairs,
    call(ParaCall.CloseChannel, 3),
    works(1),
    send(4),
    fails(InvalidParam, 2),
    fill,
    fails(Busy, 3),
    must('s7', 32 - 3 - 2, 4),
    good,
  ];
  expect(endOf(steps.join('\n'))).toEqual(allRight);
});

test('a channel that is open for one VM is not connected by another', () => {
  const taker = `1: ${wait.trim()}\n${call(ParaCall.ConnectChannel, 0, 3)}\n  li t6, ${-InvalidParam}\n  beq a0, t6, 1b\n${tell}`;
  const { vms } = run([`${call(ParaCall.OpenChannel, 2)}\n1: ${wait.trim()}\n  j 1b`], [taker], ['  j .']);
  expect(vms[1]!.end).toEqual(finished(Denied));
});

test('a VM that is gone leaves no channel and no grant to the next with its number', () => {
  const giver = [
    call(ParaCall.OpenChannel, 1),
    call(ParaCall.OpenChannel, 1),
    call(ParaCall.Grant, 1, PLAY, 1),
    store(SHARED + 2048, 1),
    `1: ${wait.trim()}\n${send(3)}\n  li t6, ${-InvalidParam}\n  bne a0, t6, 1b\n${tell}`,
  ];
  const { vmm, vms } = run(
    [giver.join('\n')],
    [`1: ${call(ParaCall.ConnectChannel, 0, 3).trim()}\n  bnez a0, 1b\n  j .`],
  );
  expect(vms.map(({ end }) => end)).toEqual([undefined, undefined]);
  vmm.destroyVm(vms[1]!);
  const next = create(vmm, [
    [
      call(ParaCall.AcceptGrant, 0, 1),
      fails(InvalidParam, 1),
      call(ParaCall.ConnectChannel, 0, 4),
      fails(InvalidParam, 2),
      good,
    ].join('\n'),
  ]);
  vmm.run(2000);
  expect([vms[0]!.end, next.id, next.end]).toEqual([finished(InvalidParam), 1, allRight]);
});

const sbiTimer = '  li a0, -1\n  li a1, -1\n  li a6, 0\n  li a7, 0x54494d45\n  ecall';

test.each([
  ['comes once', [store(PENDING, 0), wait, wait], 0],
  ['is gone when the timer is set anew', [call(ParaCall.SetTimer, 0, 1), wait], 0],
  ['is gone when the firmware’s timer is set', [sbiTimer, wait], 0],
  ['stays until then', [wait], TIMER],
])('the event of the timer %s', (_what, steps, pending) => {
  const guest = [
    call(ParaCall.SetTimer, 0, 0),
    wait,
    mustHold(PENDING, TIMER, 1),
    ...steps,
    mustHold(PENDING, pending, 2),
    good,
  ];
  expect(endOf(guest.join('\n'))).toEqual(allRight);
});

test('the page that VM and VMM share tells both times, all of their bits, and what the VM has', () => {
  // The guest maps the first two pages of the window's tables itself; that of its own machine frames comes later.
  const window = [5, 6].map((number) =>
    [ownEntry(SHARED + 4096 * number, READ_ONLY), update(WINDOW_TABLE + 4 * number)].join('\n'),
  );
  const guest = `${window.join('\n')}
1: ${wait.trim()}
  li t5, ${CYCLES}
  lw t5, 4(t5)
  beqz t5, 1b
${must('t5', 2, 1)}
${mustHold(TIME + 4, 0, 2)}
${mustHold(PAGES, 64, 3)}
${unmap(PLAY)}
  li t2, ${PLAY >>> 10}
  lw t3, 64(s1)
  add s7, t2, t3
  lw s8, (s7)
${call(ParaCall.BalloonOut, PLAY)}
${works(4)}
${mustHold(PAGES, 63, 5)}
  lw t5, (s7)
${must('t5', -1, 6)}
  slli t2, s8, 2
  lw t3, 68(s1)
  add t2, t2, t3
  lw t5, (t2)
${must('t5', -1, 7)}
${good}`;
  const { vmm, vms } = run([guest]);
  vmm.machine.charge(2 * 2 ** 32);
  vmm.run(2000);
  expect(vms[0]!.end).toEqual(allRight);
});

test('a new target of the balloon is an event, and wakes a VM that sleeps', () => {
  const guest = `${only(2)}\n${call(ParaCall.Block)}\n${mustHold(CHANNELS, 1 << 2, 1)}\n${mustHold(TARGET, 50, 2)}\n${good}`;
  const { vmm, vms } = run([guest]);
  vmm.setMemoryTarget(vms[0]!, 50);
  vmm.run(1000);
  expect(vms[0]!.end).toEqual(allRight);
});

const giver = (...steps: readonly string[]) => run([[...steps, tell].join('\n')], ['  j .']).vms[0]!.end;

test.each([
  ['the shared-info page', [call(ParaCall.Grant, 1, SHARED, 1)], Denied],
  ['half a page', [call(ParaCall.Grant, 1, PLAY + 4, 1)], InvalidParam],
  ['a page with a right that there is not', [call(ParaCall.Grant, 1, PLAY, 2)], InvalidParam],
  ['a page to itself', [call(ParaCall.Grant, 0, PLAY, 1)], InvalidParam],
  ['a page to nobody', [call(ParaCall.Grant, 5, PLAY, 1)], InvalidParam],
  [
    'a page, and takes it back twice',
    [call(ParaCall.Grant, 1, PLAY, 1), call(ParaCall.Revoke, 1), call(ParaCall.Revoke, 1)],
    InvalidParam,
  ],
  [
    'a page, and gives it back to the VMM',
    [call(ParaCall.Grant, 1, PLAY, 0), unmap(PLAY), call(ParaCall.BalloonOut, PLAY)],
    Busy,
  ],
])('a VM that grants %s gets an error', (_what, steps, code) => {
  expect(giver(...steps)).toEqual(finished(code));
});

test('a VM has 64 grants at once', () => {
  const fill = `  li s7, 0\n1: ${call(ParaCall.Grant, 1, PLAY, 1).trim()}\n  bnez a0, 2f\n  addi s7, s7, 1\n  j 1b\n2:`;
  expect(giver(fill, fails(Busy, 1), must('s7', 64, 2), good)).toEqual(allRight);
});

test('a grant is dropped by nobody but the VM that has accepted it', () => {
  const giver = `${call(ParaCall.Grant, 1, PLAY, 1)}\n${store(SHARED + 2048, 1)}\n1: ${wait.trim()}\n  j 1b`;
  const early = `${wait}\n${call(ParaCall.DropGrant, 0, 1)}\n${fails(InvalidParam, 1)}`;
  const accept = `1: ${wait.trim()}\n${call(ParaCall.AcceptGrant, 0, 1)}\n  bnez a0, 1b\n${good}`;
  const other = `  li s7, 30\n1: ${wait.trim()}\n${call(ParaCall.DropGrant, 0, 1)}\n${fails(InvalidParam, 1)}\n  addi s7, s7, -1\n  bnez s7, 1b\n${good}`;
  const { vms } = run([giver], [`${early}\n${accept}`], [other]);
  expect(vms.slice(1).map(({ end }) => end)).toEqual([allRight, allRight]);
});
