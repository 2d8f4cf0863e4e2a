/** Attacks by hypercalls: with arguments from anywhere, in batches, and on the way back from a trap. */
import { CALLS, ROOT, STACK } from './layout.js';
import { call, store, update } from './pieces.js';
import { address, callNumber, value, type Kind } from './values.js';

export const anyCall: Kind = (random) =>
  call(callNumber(random), value(random), value(random), value(random), value(random), value(random));

export const batch: Kind = (random) => {
  const calls = Array.from({ length: random.between(1, 3) }, (_, index) =>
    [callNumber(random), value(random), value(random), value(random), 0, 0]
      .map((word, at) => store(CALLS + 32 * index + 4 * at, word))
      .join('\n'),
  );
  return `${calls.join('\n')}\n${call(0, random.pick([CALLS, CALLS, address(random)]), random.pick([calls.length, 33]))}`;
};

/** Calls of exercise 13, whose part the VMM lends its memory to. Not those that end it. */
export const otherCall: Kind = (random) =>
  `  li a0, ${value(random)}\n  li a1, ${random.pick([0, 1, 32, value(random)])}\n  li a6, ${random.pick([1, 2, 4, 7, 9])}\n  li a7, 0x09000000\n  ecall`;

/** Returns into a process, or with a stack that is none. */
export const tripToUser: Kind = (random) => `${random.below(2) === 0 ? `  li t3, ${ROOT}\n${update(5)}` : ''}
  li sp, ${random.pick([STACK + 2048, STACK + 2048, address(random)])}
  la t0, next@
  sw t0, (sp)
  li t0, ${random.pick([0x120, 0x120, 0x120, 0x100, 0x20, 0])}
  sw t0, 128(sp)
${call(3)}`;
