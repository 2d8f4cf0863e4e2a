/**
 * Situations that tell a rule of exercise 14 from its nearest wrong reading: what a part may be tempted to remember, to skip, or to
 * keep in too small a number.
 */
import { PTE_A, PTE_D, PTE_G, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from '../../../src/machine/index.js';
import { EXAMPLE, layoutOf, type FrameSpec } from './layout.js';
import type { Situation, Step } from './situation.js';
import { base, end, page, pin, pointer, RO, RW, unpin, update } from './steps.js';

const [A, B] = [EXAMPLE.firstA, EXAMPLE.firstB];
const [ROOT, TABLE, FRAME] = [A, A + 2, A + 5];

const rights = (frame: number, spec: FrameSpec): Step => ({ op: 'rights', frame, spec });

/** Each thing that a VM may do with a frame of its own, and how it is undone. */
const uses: readonly (readonly [doIt: Step, undo: readonly Step[]])[] = [
  [pin(FRAME, 1), [unpin(FRAME)]],
  [pin(FRAME, 2), [unpin(FRAME)]],
  [base(FRAME), [base(null)]],
  [base(FRAME, 'user'), [base(null, 'user')]],
  [update(ROOT, 7, pointer(FRAME)), [update(ROOT, 7, 0)]],
  [update(TABLE, 7, page(FRAME, RO)), [update(TABLE, 7, 0)]],
  [update(TABLE, 7, page(FRAME, RW)), [update(TABLE, 7, 0)]],
  [update(FRAME, 7, pointer(TABLE)), []],
];

/** A frame is VM 0's, then VM 1's, and comes back. What VM 0 could do with it while it had it, it cannot do in between. */
export function passedOn(): Situation[] {
  const all = uses.map(([doIt]) => doIt);
  const tables = [pin(ROOT, 2), pin(TABLE, 1)];
  return uses.map(([doIt, undo]) => ({
    steps: [
      ...[...tables, doIt, ...undo, rights(FRAME, { owner: 1 }), ...all],
      ...[rights(FRAME, { owner: 0 }), doIt, ...undo, rights(FRAME, {}), doIt, end(0)],
    ],
  }));
}

/** An entry is replaced by one of the same frame that no table may hold: it is validated like any other. */
export function samePlace(): Situation[] {
  const leaves = [RO, RW, PTE_X | PTE_V].flatMap((had) =>
    [had | PTE_G, PTE_V, PTE_W | PTE_V].map((bad): [number, number] => [had, bad]),
  );
  const pointers = [PTE_R, PTE_X, RW, PTE_U, PTE_A, PTE_D, PTE_G].map((bad) => bad | PTE_V);
  return [
    ...leaves.map(([had, bad]) => ({
      words: { [TABLE]: { 5: page(FRAME, had) } },
      steps: [pin(TABLE, 1), update(TABLE, 5, page(FRAME, bad)), unpin(TABLE)],
    })),
    ...pointers.map((bad) => ({
      words: { [ROOT]: { 5: pointer(TABLE) } },
      steps: [pin(ROOT, 2), update(ROOT, 5, page(TABLE, bad)), unpin(ROOT)],
    })),
  ];
}

/** Updates of tables in use that are refused, for each reason: the hardware may walk the table at any moment, so nothing is written. */
export function refusedUpdates(): Situation[] {
  const leaves = [page(B, RO), page(A + 3, RW), page(FRAME, RO | PTE_G), page(ROOT, RW)];
  const pointers = [pointer(B), pointer(ROOT), pointer(A + 4), page(TABLE, RO)];
  const words = {
    [ROOT]: { 5: pointer(TABLE) },
    [TABLE]: { 5: page(FRAME, RW) },
    [A + 4]: { 1023: page(B, RO) },
  };
  const tables = [pin(ROOT, 2), pin(A + 3, 1)];
  return [
    ...leaves.map((bad) => ({ words, steps: [...tables, update(TABLE, 5, bad), update(TABLE, 9, bad)] })),
    ...pointers.map((bad) => ({ words, steps: [...tables, update(ROOT, 5, bad), update(ROOT, 9, bad)] })),
    { words, steps: [...tables, update(B, 5, 1)] },
  ];
}

/** Frame 0 is a frame like any other: a root, a table, a page. */
export const withFrame0: Situation = {
  layout: layoutOf({ a: 0, b: 1, firstA: 0, firstB: 0x10, vmm: 0x20 }),
  words: { 0: { 1: pointer(2) }, 1: { 0: pointer(2) }, 2: { 3: page(0, RO), 4: page(5, RW) } },
  steps: [
    ...[base(0), base(0, 'user'), base(1), base(1, 'user'), base(0), base(null), base(null, 'user')],
    ...[
      base(0, 'user'),
      end(0),
      pin(0, 2),
      unpin(0),
      update(0, 1, 0),
      pin(0, 1),
      update(0, 0, page(0, RO)),
      end(0),
    ],
  ],
};

/** VMs whose numbers are alike in their low bits, or in 32 of them. */
export function vmsOfLargeNumbers(): Situation[] {
  const numbers: [number, number][] = [
    [5, 5 + 2 ** 32],
    [2 ** 31, 2 ** 31 + 2 ** 32],
    [2 ** 53 - 1, 2 ** 32 - 1],
    [0, 2 ** 40],
  ];
  return numbers.map(([a, b]) => ({
    layout: layoutOf({ ...EXAMPLE, a, b }),
    steps: [
      ...[
        base(A, 'kernel', a),
        base(B, 'kernel', b),
        base(B + 1, 'user', b),
        pin(A + 2, 1, a),
        pin(B + 2, 1, b),
      ],
      ...[
        base(A + 1, 'kernel', a),
        base(null, 'user', a),
        end(a),
        unpin(B + 2, b),
        base(null, 'kernel', b),
        end(b),
      ],
    ],
  }));
}
