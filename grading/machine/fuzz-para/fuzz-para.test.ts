import type { DirectPagingPart } from '../../../src/hypervisor/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { caseSeed } from '../../random.js';
import { breach } from './attack.js';
import { hostileGuest, sourceOf } from './guest/index.js';

const ATTACKS = 30;
const pairAt = (index: number) => [
  hostileGuest(caseSeed(5, 2 * index)),
  hostileGuest(caseSeed(5, 2 * index + 1)),
];

test('whatever two hostile guests do, every frame is counted right, and the others finish as if they were alone', () => {
  for (let index = 0; index < ATTACKS; index += 1) {
    expect({ index, breach: breach(pairAt(index)) }).toEqual({ index });
  }
});

test('the same seed gives the same guest', () => {
  const [first, second] = pairAt(3);
  expect(sourceOf(hostileGuest(caseSeed(5, 6)))).toBe(sourceOf(first!));
  expect(sourceOf(first!)).not.toBe(sourceOf(second!));
});

const { paging } = referenceParts;
const everything: DirectPagingPart = (machine) => paging({ ...machine, rightsTo: () => 'own' });
const noCounts: DirectPagingPart = (machine) => {
  const real = paging(machine);
  return { ...real, info: (frame) => ({ ...real.info(frame), references: 0 }) };
};
const keepsPins: DirectPagingPart = (machine) => ({ ...paging(machine), end: () => undefined });
const blind: DirectPagingPart = (machine) => {
  const real = paging(machine);
  return {
    ...real,
    update(vm, updates) {
      for (const { frame, index, entry } of updates) {
        machine.writeEntry(frame, index, entry);
      }
      return { error: 0, done: updates.length };
    },
  };
};

test.each([
  ['gives every VM all frames', everything],
  ['forgets what is mapped', noCounts],
  ['keeps what a VM had that is gone', keepsPins],
  ['writes whatever it is asked to', blind],
])('a validator that %s is found', (_what, wrong) => {
  const found = Array.from({ length: 5 }, (_, index) =>
    breach(pairAt(index), { ...referenceParts, paging: wrong }),
  );
  expect(found.some((one) => one !== undefined)).toBe(true);
});
