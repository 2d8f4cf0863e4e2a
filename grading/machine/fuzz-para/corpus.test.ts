/** Attacks by name, each with what it must get: an error code, or the end of its VM with a reason. A new kind of breach begins as a line here. */
import { assemble } from '../../../src/assembler/index.js';
import { HypercallFunction, ParaCall, Vmm } from '../../../src/hypervisor/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import {
  MEMORY_BYTES,
  ROOT,
  SHARED,
  TABLE,
  UPDATES,
  call,
  ownEntry,
  page,
  sourceOf,
  store,
  update,
} from './guest/index.js';
import {
  Busy,
  Denied,
  FREE_ENTRY,
  InvalidAddress,
  InvalidParam,
  KERNEL_BASE,
  NotPinned,
  OPEN,
  PIN_L1,
  PIN_L2,
  PLAY,
  READ_ONLY,
  UNPIN,
  USER_BASE,
  command,
  forged,
  mapped,
  run,
  tell,
  unmap,
} from './named.js';

test.each([
  ['a page of the VMM', `${forged(0x8_0000, READ_ONLY)}\n${update(FREE_ENTRY)}`, Denied],
  ['a device', `${forged(0x1_0000, OPEN)}\n${update(FREE_ENTRY)}`, Denied],
  ['a frame that is not there', `${forged(0x3f_ffff, OPEN)}\n${update(FREE_ENTRY)}`, Denied],
  ['the table of frames for stores', `${ownEntry(SHARED + 3 * 4096, OPEN)}\n${update(FREE_ENTRY)}`, Denied],
  ['a page table for stores', `${ownEntry(TABLE, OPEN)}\n${update(FREE_ENTRY)}`, Busy],
  ['the root for stores', `${ownEntry(ROOT, OPEN)}\n${update(FREE_ENTRY)}`, Busy],
  ['a page table for loads, which is allowed', `${ownEntry(TABLE, READ_ONLY)}\n${update(FREE_ENTRY)}`, 0],
  ['4 MiB', `${ownEntry(PLAY, OPEN)}\n${update(ROOT + 4)}`, InvalidParam],
  ['all address spaces', `${ownEntry(PLAY, OPEN | 0x20)}\n${update(FREE_ENTRY)}`, InvalidParam],
  ['stores without loads', `${ownEntry(PLAY, 0x15)}\n${update(FREE_ENTRY)}`, InvalidParam],
  ['the root as a table', `${ownEntry(ROOT, 1)}\n${update(ROOT + 4)}`, Busy],
  ['a table of somebody else', `${forged(0x8_0001, 1)}\n${update(ROOT + 4)}`, Denied],
])('an entry that maps %s', (_what, attack, code) => {
  expect(run([attack + '\n' + tell]).vms[0]!.end).toEqual({ kind: 'finished', code });
});

test.each([
  [
    'a page that is mapped for stores elsewhere becomes a table',
    [ownEntry(PLAY, OPEN), update(FREE_ENTRY), command(PIN_L1, PLAY)],
    Busy,
  ],
  [
    'a page with a forged entry in it becomes a table',
    [store(PLAY, ((0x8_0000 << 10) | OPEN) >>> 0), command(PIN_L1, PLAY)],
    Denied,
  ],
  [
    'a page with a pointer to itself becomes a root',
    [ownEntry(PLAY, 1), `  li t2, ${PLAY}\n  sw t3, (t2)`, command(PIN_L2, PLAY)],
    Busy,
  ],
  ['a root becomes a table of leaves', [command(PIN_L1, ROOT)], Busy],
  ['the shared-info page becomes a table', [command(PIN_L1, SHARED)], Denied],
  ['a table is pinned twice', [command(PIN_L1, PLAY), command(PIN_L1, PLAY)], Busy],
  [
    'a table is unpinned twice',
    [command(PIN_L1, PLAY), command(UNPIN, PLAY), command(UNPIN, PLAY)],
    NotPinned,
  ],
  ['a table of leaves becomes the base', [command(KERNEL_BASE, TABLE)], Busy],
  ['a table of leaves becomes the base of its processes', [command(USER_BASE, TABLE)], Busy],
  ['a page behind its memory is pinned', [command(PIN_L1, page(64))], InvalidAddress],
  ['half a page is pinned', [command(PIN_L1, PLAY + 2048)], InvalidParam],
  ['there is no such command', [command(7, PLAY)], InvalidParam],
  ['the update lies between two entries', [ownEntry(PLAY, OPEN), update(FREE_ENTRY + 2)], InvalidParam],
  ['the updates lie behind memory', [call(ParaCall.PageUpdates, page(64) - 4, 1)], InvalidAddress],
  ['there are too many updates', [call(ParaCall.PageUpdates, UPDATES, 2049)], InvalidParam],
  ['the number of updates is negative', [call(ParaCall.PageUpdates, UPDATES, 0xffff_ffff)], InvalidParam],
  ['there is no such call', [call(99)], 2],
  ['a batch holds a batch', [store(PLAY, 0), call(ParaCall.Multicall, PLAY, 1)], Denied],
  ['a batch lies in a page table', [call(ParaCall.Multicall, TABLE, 1)], InvalidAddress],
  ['a page is given back that is mapped', [call(ParaCall.BalloonOut, PLAY)], Busy],
  [
    'a page is given back that is a table',
    [command(PIN_L1, PLAY), unmap(PLAY), call(ParaCall.BalloonOut, PLAY)],
    Busy,
  ],
  ['the shared-info page is given back', [unmap(SHARED), call(ParaCall.BalloonOut, SHARED)], Denied],
  [
    'a page is given back twice',
    [unmap(PLAY), call(ParaCall.BalloonOut, PLAY), call(ParaCall.BalloonOut, PLAY)],
    InvalidAddress,
  ],
  [
    'a page is mapped that was given back',
    [
      `${ownEntry(PLAY, OPEN)}\n  mv s8, t3`,
      unmap(PLAY),
      call(ParaCall.BalloonOut, PLAY),
      `  mv t3, s8\n${update(FREE_ENTRY)}`,
    ],
    Denied,
  ],
  ['a page comes where one is', [call(ParaCall.BalloonIn, PLAY)], Denied],
  ['a page comes behind memory', [call(ParaCall.BalloonIn, page(64))], InvalidAddress],
  [
    'a page goes and comes again, which is allowed',
    [unmap(PLAY), call(ParaCall.BalloonOut, PLAY), call(ParaCall.BalloonIn, PLAY)],
    0,
  ],
  ['a channel is connected that nobody has opened', [call(ParaCall.ConnectChannel, 0, 5)], InvalidParam],
  ['an event is sent to nobody', [call(ParaCall.OpenChannel, 0), call(ParaCall.SendEvent, 3)], Denied],
  ['an event goes to a channel that is none', [call(ParaCall.SendEvent, 0xffff_ffff)], InvalidParam],
  [
    'the timer is set to the end of all days, which is allowed',
    [call(ParaCall.SetTimer, 0xffff_ffff, 0xffff_ffff)],
    0,
  ],
])('%s', (_what, attack, code) => {
  expect(run([[...attack, tell].join('\n')]).vms[0]!.end).toEqual({ kind: 'finished', code });
});

test('a page table is not edited through another mapping of it: the store faults', () => {
  const alias = page(100); // FREE_ENTRY maps it
  const before = `  li t2, ${TABLE}\n  lw s7, (t2)`;
  const edit = `${ownEntry(TABLE, READ_ONLY)}\n${update(FREE_ENTRY)}\n${before}\n${store(alias, 0)}`;
  const look = `  li t2, ${TABLE}\n  lw a0, (t2)\n  sub a0, a0, s7\n${tell}`;
  const { vms } = run([edit, look]);
  expect(vms[0]!.end).toEqual({ kind: 'finished', code: 0 });
  expect(vms[0]!.account.exits['page fault']).toBe(1);
});

test.each([
  ['the console’s ring', store(0xffc0_1004, 5000), 0, /console ring says that it holds 5000 bytes/],
  ['the disk’s ring', store(0xffc0_2000, 0x8000_0000), 1, /disk ring says that 2147483648 requests wait/],
])('a VM whose counter in %s lies is ended, with the reason', (_what, lie, channel, reason) => {
  const [vm] = run([`${lie}\n${call(ParaCall.SendEvent, channel)}`]).vms;
  expect(vm!.end).toEqual({ kind: 'ended', reason: expect.stringMatching(reason) as string });
});

test('the disk writes to no page table, and not beyond memory: the request fails, and the next one is served', () => {
  const request = (place: number, address: number) =>
    [0, 0, address, 512].map((word, index) => store(0xffc0_2040 + 32 * place + 4 * index, word)).join('\n');
  const ask = (number: number) => `${store(0xffc0_2000, number)}\n${call(ParaCall.SendEvent, 1)}`;
  const status = (place: number) =>
    `  li t2, ${0xffc0_2040 + 32 * place + 16}\n  lw t3, (t2)\n  slli s7, s7, 1\n  or s7, s7, t3`;
  const blocks = [
    `  li s7, 0\n${request(0, TABLE)}\n${ask(1)}\n${status(0)}`,
    `${request(1, page(64) - 256)}\n${ask(2)}\n${status(1)}`,
    `${request(2, PLAY)}\n${ask(3)}\n${status(2)}`,
    `  mv a0, s7\n  neg a0, a0\n${tell}`,
  ];
  expect(run(blocks).vms[0]!.end).toEqual({ kind: 'finished', code: 0b110 });
});

const accept = `1: ${call(ParaCall.Yield).trim()}\n${call(ParaCall.AcceptGrant, 0, 1)}\n  bnez a0, 1b`;
const mapGranted = (entry = FREE_ENTRY) => `  slli t3, a1, 10\n  ori t3, t3, ${OPEN}\n${update(entry)}`;
const waitFor = (address: number) =>
  `2: ${call(ParaCall.Yield).trim()}\n  li t2, ${address}\n  lw t3, (t2)\n  beqz t3, 2b`;

const oldCall = (number: number, ...args: readonly number[]) =>
  call(number, ...args).replace('0x09000001', '0x09000000');

test.each([
  [
    'a call of exercise 13 that writes into a page table',
    [oldCall(HypercallFunction.DomainInfo, TABLE)],
    /page table in a hypercall that writes/,
  ],
  [
    'a batch of exercise 13 whose answers go into a page table',
    [oldCall(HypercallFunction.Multicall, page(42), 1)],
    /page table in a hypercall that writes/,
  ],
  [
    'a call of exercise 13 about a page that was given back',
    [unmap(PLAY), call(ParaCall.BalloonOut, PLAY), oldCall(HypercallFunction.ConsoleWrite, PLAY, 4)],
    /that it has given back/,
  ],
  [
    'a root of exercise 13 that is mapped for stores',
    [oldCall(HypercallFunction.SetPageTable, PLAY)],
    /its page table at .* is refused \(-16\)/,
  ],
  ['a stack in a page table', [`  li sp, ${TABLE + 2048}\n  ebreak`], /there is no stack at/],
  ['a return without a frame', [`  li sp, 0\n${call(ParaCall.ReturnFromTrap)}`], /there is no frame at/],
])('%s ends the VM, with the reason', (_what, attack, reason) => {
  const batch = [HypercallFunction.ConsoleWrite, page(43), 0, 0, 0, 0, 0, 0].map((word, at) =>
    store(page(42) + 4 * at, word),
  );
  const pinned = attack.some((line) => line.includes(String(page(42))))
    ? [...batch, command(PIN_L1, page(42))]
    : [];
  const { vms } = run([[...pinned, ...attack, tell].join('\n')]);
  expect(vms[0]!.end).toEqual({ kind: 'ended', reason: expect.stringMatching(reason) as string });
});

test('the firmware writes nothing into a page table', () => {
  const read = `  li a0, 4\n  li a1, ${TABLE}\n  li a2, 0\n  li a6, 1\n  li a7, 0x4442434e\n  ecall`; // the console's bytes to memory
  const look = `  li t2, ${TABLE}\n  lw a0, (t2)\n  sub a0, a0, s7\n${tell}`;
  const { image } = assemble(sourceOf({ blocks: [`  li t2, ${TABLE}\n  lw s7, (t2)\n${read}\n${look}`] }));
  const vmm = new Vmm({ memoryBytes: MEMORY_BYTES, parts });
  const vm = vmm.createVm({ mode: 'para', image, memoryBytes: MEMORY_BYTES, input: 'evil' });
  vmm.run(20_000);
  expect(vm.end).toEqual({ kind: 'finished', code: 0 });
  expect(vmm.audit()).toEqual([]);
});

test.each([
  ['', FREE_ENTRY, mapped],
  [' by the last entry of a table', TABLE + 4 * 1023, page(1023)],
])('a grant that is mapped%s is not revoked; one that is not, is', (_where, entry, there) => {
  const giver = [
    call(ParaCall.Grant, 1, PLAY, 1),
    waitFor(PLAY + 4),
    `${call(ParaCall.Revoke, 1)}\n  mv s7, a0`,
    store(PLAY + 8, 1),
    `3: ${call(ParaCall.Yield).trim()}\n${call(ParaCall.Revoke, 1)}\n  bnez a0, 3b`,
    `  mv a0, s7\n${tell}`,
  ].join('\n');
  const taker = [
    accept,
    mapGranted(entry),
    store(there + 4, 1),
    waitFor(there + 8),
    `  li t3, 0\n${update(entry)}`,
    call(ParaCall.Shutdown, 0),
  ];
  const { vms } = run([giver], [taker.join('\n')]);
  expect(vms.map(({ end }) => end)).toEqual([
    { kind: 'finished', code: Busy },
    { kind: 'finished', code: 0 },
  ]);
});

test.each([
  [
    'for loads alone is not mapped for stores',
    [call(ParaCall.Grant, 1, PLAY, 0)],
    [accept, mapGranted(), tell],
    Denied,
  ],
  [
    'for somebody else is not accepted',
    [call(ParaCall.Grant, 2, PLAY, 0)],
    [call(ParaCall.Yield), call(ParaCall.AcceptGrant, 0, 1), tell],
    Denied,
  ],
  [
    'is not accepted twice',
    [call(ParaCall.Grant, 1, PLAY, 0)],
    [accept, call(ParaCall.AcceptGrant, 0, 1), tell],
    Busy,
  ],
  [
    'that was not accepted is not mapped',
    [call(ParaCall.Grant, 1, PLAY, 1)],
    [accept, '  mv s8, a1', call(ParaCall.DropGrant, 0, 1), '  mv a1, s8', mapGranted(), tell],
    Denied,
  ],
])('a grant %s', (_what, giver, taker, code) => {
  const stays = `4: ${call(ParaCall.Yield).trim()}\n  j 4b`;
  const { vms } = run([[...giver, stays].join('\n')], [taker.join('\n')], ['  j .']);
  expect(vms[1]!.end).toEqual({ kind: 'finished', code });
});

test('a VM that goes takes its granted pages along: whoever maps them faults', () => {
  const taker = `${accept}\n${mapGranted()}\n5: ${store(mapped, 1).trim()}\n  j 5b`;
  const { vmm, vms } = run(
    [`${call(ParaCall.Grant, 1, PLAY, 1)}\n6: j 6b`],
    [taker, call(ParaCall.Shutdown, 7)],
  );
  expect(vms[1]!.end).toBeUndefined();
  vmm.destroyVm(vms[0]!);
  expect(vmm.audit()).toEqual([]);
  vmm.run(1000);
  expect(vms[1]!.end).toEqual({ kind: 'finished', code: 7 });
  expect(vmm.allocator.freeFrames() * 4096).toBe(2 * MEMORY_BYTES); // the VMM had room for one more
});

test('a flood of events is one event, and wakes a VM that sleeps for ever', () => {
  const victim = [
    call(ParaCall.OpenChannel, 1),
    store(SHARED + 60, ~(1 << 3) >>> 0),
    call(ParaCall.Block),
    `  li t2, ${SHARED + 56}\n  lw a0, (t2)\n  neg a0, a0\n${tell}`,
  ];
  const flooder = `7: ${call(ParaCall.ConnectChannel, 0, 3).trim()}\n  bnez a0, 7b\n  li s6, 500\n8: ${call(ParaCall.SendEvent, 3).trim()}\n  addi s6, s6, -1\n  bnez s6, 8b\n${call(ParaCall.Shutdown, 0)}`;
  const { vms } = run([victim.join('\n')], [flooder]);
  expect(vms.map(({ end }) => end)).toEqual([
    { kind: 'finished', code: 1 << 3 },
    { kind: 'finished', code: 0 },
  ]);
});

test('a guest asks its balloon for no more pages than its target', () => {
  const give = [unmap(PLAY), call(ParaCall.BalloonOut, PLAY)].join('\n');
  const { vmm, vms } = run([
    `${give}\n9: ${call(ParaCall.Yield).trim()}\n  lw t3, 88(s1)\n  li t4, 63\n  bne t3, t4, 9b\n${call(ParaCall.BalloonIn, PLAY)}\n${tell}`,
  ]);
  vmm.setMemoryTarget(vms[0]!, 63);
  vmm.run(1000);
  expect(vms[0]!.end).toEqual({ kind: 'finished', code: Denied });
  expect(() => vmm.setMemoryTarget(vms[0]!, 65)).toThrow(RangeError);
});
