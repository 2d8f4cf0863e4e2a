/** Rings at their edges: full, round the corner, many requests at once, counters that lie. Each fault here was once planted in the VMM. */
import { ParaCall } from '../../../src/hypervisor/index.js';
import { SHARED, TABLE, call, ownEntry, page, store } from './guest/index.js';
import {
  FREE_ENTRY,
  InvalidAddress,
  InvalidParam,
  OPEN,
  PLAY,
  allRight,
  endOf,
  fails,
  finished,
  good,
  must,
  mustHold,
  run,
  runWith,
  tell,
  unmap,
  wait,
  works,
} from './named.js';

const CONSOLE = 0xffc0_1000;
const DISK = 0xffc0_2000;
const [OUT_START, OUT_END, IN_START, IN_END] = [0, 4, 8, 12].map((at) => CONSOLE + at) as [
  number,
  number,
  number,
  number,
];
const send = (channel: number) => call(ParaCall.SendEvent, channel);
const one = (...steps: readonly string[]) => [[...steps, good].join('\n')];

describe('the console’s ring', () => {
  test('prints as much as it holds, goes on at its beginning, and believes the VMM’s own counter', () => {
    const fill = `  li t2, ${CONSOLE + 2048}\n  li t3, 0x61616161\n  li t4, 512\n1: sw t3, (t2)\n  addi t2, t2, 4\n  addi t4, t4, -1\n  bnez t4, 1b`;
    const [vm] = run(
      one(
        fill,
        store(OUT_END, 2048),
        send(0),
        works(1),
        mustHold(OUT_START, 2048, 2),
        store(CONSOLE + 2048, 0x62626262),
        store(OUT_START, 0),
        store(OUT_END, 2049),
        send(0),
        mustHold(OUT_START, 2049, 3),
      ),
    ).vms;
    expect(vm!.end).toEqual(allRight);
    expect(vm!.devices.consoleOutput()).toBe(`${'a'.repeat(2048)}b`);
  });

  const input = `${'x'.repeat(1024)}${'y'.repeat(10)}`;

  test('takes what is typed as far as there is room, wakes the guest for it, and goes on at its beginning', () => {
    const [vm] = runWith(
      { input },
      one(
        store(SHARED + 60, ~1 >>> 0),
        call(ParaCall.Block),
        mustHold(IN_END, 1024, 1),
        mustHold(SHARED + 56, 1, 2),
        mustHold(CONSOLE + 1024, 0x78787878, 3),
        store(IN_START, 1024),
        wait,
        mustHold(IN_END, 1034, 4),
        mustHold(CONSOLE + 1024, 0x79797979, 5),
        mustHold(CONSOLE + 1024 + 12, 0x78787878, 6),
      ),
    ).vms;
    expect(vm!.end).toEqual(allRight);
  });

  test('ends a VM that says it has taken more than there was', () => {
    const [vm] = runWith({ input }, [`${store(IN_START, 0x8000_0000)}\n${wait}`]).vms;
    expect(vm!.end).toEqual({
      kind: 'ended',
      reason: expect.stringMatching(/bytes are unread, and has room for 1024/) as string,
    });
  });
});

describe('the disk’s ring', () => {
  const SECTORS = 160;
  const sectors = () => Uint8Array.from({ length: SECTORS * 512 }, (_, at) => Math.floor(at / 512) + 1);
  const STATUS = 16;
  const place = (number: number) => DISK + 64 + 32 * (number % 64);
  const request = (number: number, write: number, sector: number, address: number, bytes: number) =>
    [write, sector, address, bytes].map((word, index) => store(place(number) + 4 * index, word)).join('\n');
  const ask = (asked: number) => `${store(DISK, asked)}\n${send(1)}\n${works(90)}`;

  test('does 64 requests at one notification, with one event, and goes on at its beginning', () => {
    // Request n writes the page's first bytes to sector n.
    const all = `  li t2, ${place(0)}
  li t3, 0
  li t5, 1
1: sw t5, (t2)
  sw t3, 4(t2)
  li t4, ${PLAY}
  sw t4, 8(t2)
  li t4, 512
  sw t4, 12(t2)
  sw t5, ${STATUS}(t2)
  addi t2, t2, 32
  addi t3, t3, 1
  li t4, 64
  bne t3, t4, 1b`;
    const disk = sectors();
    const [vm] = runWith(
      { disk },
      one(
        store(PLAY, 0xaaaa_aaaa),
        all,
        ask(64),
        mustHold(DISK + 4, 64, 1),
        mustHold(place(63) + STATUS, 0, 2),
        mustHold(SHARED + 56, 2, 3),
        request(64, 1, 70, PLAY, 512),
        request(65, 0, 71, PLAY + 512, 512),
        ask(66),
        mustHold(DISK + 4, 66, 4),
        mustHold(PLAY + 512, 0x4848_4848, 5),
      ),
    ).vms;
    expect(vm!.end).toEqual(allRight);
    expect(vm!.account.exits.hypercall).toBeLessThan(6); // two of them for the disk
    const first = Array.from({ length: 72 }, (_, sector) => disk[512 * sector]!);
    expect(first).toEqual([...Array.from({ length: 64 }, () => 0xaa), 65, 66, 67, 68, 69, 70, 0xaa, 72]);
  });

  test.each([
    ['the last sector', SECTORS - 1, PLAY, 512, 0],
    ['a sector after the last', SECTORS, PLAY, 512, 1],
    ['more than is left', SECTORS - 1, PLAY, 1024, 1],
    ['half a sector', 0, PLAY, 256, 1],
    ['as much as there may be', 0, page(32), 64 * 1024, 0],
    ['more than there may be', 0, page(32), 64 * 1024 + 512, 1],
    ['a page that was given back', 0, page(45), 512, 1],
    ['a page and the next, which was given back', 0, page(45) - 512, 1024, 1],
  ])('reads and writes %s with the right answer', (_what, sector, address, bytes, status) => {
    const gone = [unmap(page(45)), call(ParaCall.BalloonOut, page(45))];
    const [vm] = runWith(
      { disk: sectors() },
      one(
        ...(address >= page(44) ? gone : []),
        request(0, 0, sector, address, bytes),
        request(1, 1, sector, address, bytes),
        ask(2),
        mustHold(place(0) + STATUS, status, 1),
        mustHold(place(1) + STATUS, status, 2),
      ),
    ).vms;
    expect(vm!.end).toEqual(allRight);
  });

  test('takes away the reservation of a word that it may have written', () => {
    const steps = [
      request(0, 0, 1, PLAY, 512),
      store(DISK, 1),
      `  li s7, ${PLAY}\n  lr.w t0, (s7)`,
      send(1),
      '  sc.w t0, zero, (s7)',
      must('t0', 1, 1),
      mustHold(PLAY, 0x0202_0202, 2),
    ];
    expect(runWith({ disk: sectors() }, one(...steps)).vms[0]!.end).toEqual(allRight);
  });
});

describe('the ring of updates', () => {
  const RING = page(40);
  const serve = (address = RING) => call(ParaCall.ServeUpdates, address);
  /** Update number n maps a page at its entry. t3 is the entry. */
  const put = (number: number, where: number) =>
    `  li t2, ${RING + 8 + 8 * number}\n  li t4, ${where}\n  sw t4, (t2)\n  sw t3, 4(t2)`;
  const maps = (entry: number, code: number) =>
    `  li t2, ${entry}\n  lw t3, (t2)\n  sub t3, t3, s7\n${must('t3', 0, code)}`;

  test('stops at an update that is refused, which waits until the guest has mended it', () => {
    const steps = [
      `${ownEntry(page(50), OPEN)}\n  mv s7, t3`,
      put(0, FREE_ENTRY),
      put(1, FREE_ENTRY + 2),
      put(2, FREE_ENTRY + 8),
      store(RING, 3),
      serve(),
      fails(InvalidParam, 1),
      must('a1', 1, 2),
      mustHold(RING + 4, 1, 3),
      maps(FREE_ENTRY, 4),
      mustHold(FREE_ENTRY + 8, 0, 5),
      `  mv t3, s7\n${put(1, FREE_ENTRY + 4)}`,
      serve(),
      works(6),
      must('a1', 2, 7),
      mustHold(RING + 4, 3, 8),
      maps(FREE_ENTRY + 4, 9),
      maps(FREE_ENTRY + 8, 10),
    ];
    expect(endOf(...one(...steps))).toEqual(allRight);
  });

  test('holds 2,048 updates, and goes on at its beginning', () => {
    const clear = `  li t2, ${RING + 8}\n  li t3, ${FREE_ENTRY}\n  li t4, 2048\n1: sw t3, (t2)\n  sw zero, 4(t2)\n  addi t2, t2, 8\n  addi t4, t4, -1\n  bnez t4, 1b`;
    const steps = [
      clear,
      store(RING, 2048),
      serve(),
      works(1),
      must('a1', 2048, 2),
      `${ownEntry(page(50), OPEN)}\n  mv s7, t3`,
      put(0, FREE_ENTRY),
      store(RING, 2049),
      serve(),
      works(3),
      maps(FREE_ENTRY, 4),
    ];
    expect(endOf(...one(...steps))).toEqual(allRight);
  });

  test.each([
    ['holds more than it can', [store(RING, 2049), serve()], InvalidParam],
    ['is not aligned', [serve(RING + 2)], InvalidParam],
    ['ends behind memory', [serve(page(61))], InvalidAddress],
    ['begins in a page table', [serve(TABLE)], InvalidAddress],
    ['lies in a page that was given back', [unmap(page(42)), call(18, page(42)), serve()], InvalidAddress],
  ])('is refused where it %s', (_what, steps, code) => {
    expect(endOf([...steps, tell].join('\n'))).toEqual(finished(code));
  });

  test('that moves begins with no update', () => {
    const steps = [
      store(RING, 1),
      put(0, FREE_ENTRY),
      serve(),
      serve(page(46)),
      works(1),
      must('a1', 0, 2),
      mustHold(page(46) + 4, 0, 3),
    ];
    expect(endOf(...one('  li t3, 0', ...steps))).toEqual(allRight);
  });
});
