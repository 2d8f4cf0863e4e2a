import { caseSeed } from '../fuzz/case/index.js';
import { difference, shrink } from './compare.js';
import { randomGuest, sourceOf } from './guest.js';
import { randomHoles } from './random-holes.js';

const GUESTS = 40;
const guestAt = (index: number) => randomGuest(caseSeed(7, index));

test.each(['full/trap-and-emulate', 'full/hardware-assisted'] as const)(
  'random guests cannot tell a VM from the bare machine (%s)',
  (mode) => {
    for (let index = 0; index < GUESTS; index += 1) {
      expect({ index, difference: difference(guestAt(index), mode) }).toEqual({ index });
    }
  },
);

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
  const guest = { blocks: ['  nop', '  nop', telling, '  nop'] };
  expect(difference(guest, 'full/trap-and-emulate')).toContain('csrr t3, cycle');
  const differs = (smaller: typeof guest) => difference(smaller, 'full/trap-and-emulate') !== undefined;
  expect(shrink(guest, (smaller) => differs(smaller as typeof guest))).toEqual({ blocks: [telling] });
});
