import { caseSeed } from '../../random.js';
import { difference } from './compare.js';
import { randomGuest, sourceOf, type Guest } from './guest/index.js';
import { randomHoles } from './random-holes.js';
import { shrink } from './shrink.js';

const GUESTS = 20;
const guestAt = (index: number) => randomGuest(caseSeed(7, index));

/** A short share of what `npm run fuzz:modes` does; fuzz-modes.long.test.ts has a longer one. */
test.each([
  ['full/trap-and-emulate', GUESTS],
  ['full/hardware-assisted', GUESTS / 2],
] as const)('random guests cannot tell a VM from the bare machine (%s)', (mode, guests) => {
  for (let index = 0; index < guests; index += 1) {
    expect({ index, difference: difference(guestAt(index), mode) }).toEqual({ index });
  }
});

test('under binary translation they cannot, whatever holes the hardware has', () => {
  for (let index = 0; index < GUESTS / 2; index += 1) {
    const hardware = randomHoles(index);
    expect({
      index,
      holes: [...hardware.holes],
      difference: difference(guestAt(index), 'full/binary-translation', hardware),
    }).toEqual({ index, holes: [...hardware.holes] });
  }
});

test('the same seed gives the same guest', () => {
  expect(sourceOf(guestAt(3))).toBe(sourceOf(guestAt(3)));
  expect(sourceOf(guestAt(3))).not.toBe(sourceOf(guestAt(4)));
});

test('a guest that differs is told, and shrinks to the block that matters', () => {
  const telling = '  csrr t3, cycle'; // the one thing that a guest can tell
  const guest = { harts: 1, blocks: ['  nop', '  nop', telling, '  nop'] };
  expect(difference(guest, 'full/trap-and-emulate')).toContain('csrr t3, cycle');
  const differs = (smaller: Guest) => difference(smaller, 'full/trap-and-emulate') !== undefined;
  expect(shrink(guest, differs)).toEqual({ harts: 1, blocks: [telling] });
});

test('so is one hart of several, by its log', () => {
  const telling = 'csrr t3, cycle\n add s11, s11, t3';
  const guest = { harts: 2, blocks: ['  nop', `  beqz s0, not_@\n${telling}\nnot_@:`, '  nop'] };
  const told = difference(guest, 'full/trap-and-emulate');
  expect(told).toMatch(
    /^hart 1, entry 2 of its log\n {2}on the bare machine: .*hash .*\n {2}in the VM: .*hash /,
  );
  const differs = (smaller: Guest) => difference(smaller, 'full/trap-and-emulate') !== undefined;
  expect(shrink(guest, differs).blocks).toEqual([guest.blocks[1]]);
});
