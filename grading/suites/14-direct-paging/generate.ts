/**
 * Random hostile sequences: two VMs that build tables, let the hardware walk them, change them, and try what is forbidden. Most
 * entries are nearly right, so that tables come into use and their rules meet. The same for the same seed.
 */
import { PTE_A, PTE_D, PTE_G, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from '../../../src/machine/index.js';
import { xorshift } from '../../suite/xorshift.js';
import { EXAMPLE, layoutOf, type FrameSpec, type Places } from './layout.js';
import type { Situation, Step } from './situation.js';

const STEPS = 40;

/** Machines whose frames lie elsewhere, and whose VMs have other numbers. */
const machines: readonly Places[] = [
  EXAMPLE,
  EXAMPLE,
  { a: 7, b: 0, firstA: 0x10_0000, firstB: 0x0, vmm: 0x8_0000 },
  { a: 1, b: 2, firstA: 0x3f_fff0, firstB: 0x1f_fff0, vmm: 0x20_0000 }, // the last frames, and frames with the highest bit
  { a: 3, b: 300, firstA: 0x8_0000, firstB: 0x18_0000, vmm: 0x28_0000 }, // alike in their low 20 bits
];
/** The first and the last entries, and few others: so they are changed several times. */
const indices = [0, 1, 2, 511, 1023];

export function randomSequence(seed: number): Situation {
  const random = xorshift(seed);
  const pick = <T>(items: readonly T[]): T => items[random() % items.length] as T;
  const oneIn = (n: number) => random() % n === 0;
  const machine = pick(machines);
  const { a, b, firstA, firstB, vmm } = machine;
  const first = (vm: number) => (vm === a ? firstA : firstB);
  const other = (vm: number) => (vm === a ? b : a);
  const own = (vm: number, from: number, count: number) => first(vm) + from + (random() % count);
  // Of ten frames: two that are mostly roots, three mostly tables, five mostly data.
  const root = (vm: number) => own(vm, 0, 2);
  const table = (vm: number) => own(vm, 2, 3);
  const data = (vm: number) => own(vm, 5, 5);
  const hostility = pick([10, 25, 60]); // one in so many is meant badly

  const foreign = (vm: number) =>
    pick([root(other(vm)), table(other(vm)), data(other(vm)), vmm + 1, vmm + 2, random() & 0x3f_ffff]);
  const page = (vm: number) =>
    oneIn(hostility)
      ? foreign(vm)
      : pick([data(vm), data(vm), data(vm), table(vm), root(vm), vmm, first(other(vm)) + 8 + (random() % 2)]);
  const leaf = (vm: number) => {
    const bad = oneIn(hostility) ? pick([PTE_G, PTE_W | PTE_X, 0, PTE_W]) : undefined;
    const bits = bad ?? pick([PTE_R, PTE_R, PTE_X, PTE_R | PTE_X, PTE_R | PTE_W, PTE_R | PTE_W | PTE_X]);
    const more = pick([PTE_A | PTE_D | PTE_U, PTE_U, 0, PTE_A | 0x100, 0x300]);
    return page(vm) * 1024 + (bits | more | PTE_V);
  };
  const pointer = (vm: number) => {
    const target = oneIn(hostility) ? pick([root(vm), data(vm), foreign(vm)]) : table(vm);
    const bits = oneIn(2 * hostility) ? pick([PTE_R, PTE_A, PTE_U, PTE_G, PTE_D | PTE_A, PTE_X]) : 0;
    return target * 1024 + (bits | PTE_V | pick([0, 0, 0x200]));
  };
  const entry = (vm: number, level: number) => {
    const value = level === 2 ? pointer(vm) : leaf(vm);
    return (oneIn(5) ? pick([0, value - PTE_V]) : value) % 2 ** 32;
  };
  const place = (vm: number): { frame: number; index: number; entry: number } => {
    const level = pick([1, 1, 2]);
    const frame = level === 2 ? root(vm) : table(vm);
    const index = oneIn(8) ? random() % 1024 : pick(indices);
    return { frame: oneIn(hostility) ? page(vm) : frame, index, entry: entry(vm, level) };
  };

  const words: Record<number, Record<number, number>> = {};
  for (const vm of [a, b]) {
    for (const [level, from, count] of [
      [2, 0, 2],
      [1, 2, 3],
    ] as const) {
      for (let frame = first(vm) + from; frame < first(vm) + from + count; frame++) {
        words[frame] = Object.fromEntries(
          Array.from({ length: 1 + (random() % 4) }, () => [pick(indices), entry(vm, level)] as const),
        );
      }
    }
  }

  const rights = (): Step => {
    const frame = pick([data(a), first(b) + 9, vmm, vmm + 1]);
    const specs: FrameSpec[] = [
      { owner: a },
      { owner: b, write: [a] },
      { owner: a, read: [b] },
      { owner: a, write: [b] },
      { read: [a, b] },
      {},
    ];
    return { op: 'rights', frame, spec: pick(specs) };
  };
  /** What was asked to be pinned: the frames that are worth being unpinned. */
  const pinned: { vm: number; frame: number }[] = [];
  const step = (): Step => {
    const vm = pick([a, a, b]);
    const level = pick([1, 2, 2] as const);
    const frame = oneIn(hostility) ? page(vm) : level === 2 ? root(vm) : table(vm);
    switch (pick('uuuuuuuuuppppppPPbbbsssstre'.split(''))) {
      case 'u':
        return { op: 'update', vm, updates: Array.from({ length: pick([1, 1, 2, 3, 4]) }, () => place(vm)) };
      case 'p':
        pinned.push({ vm, frame });
        return { op: 'pin', vm, frame, level };
      case 'P':
        return { op: 'unpin', ...(pinned.length === 0 || oneIn(6) ? { vm, frame } : pick(pinned)) };
      case 'b':
        return {
          op: 'setBase',
          vm,
          base: pick(['kernel', 'user']),
          root: oneIn(6) ? null : oneIn(hostility) ? page(vm) : root(vm),
        };
      case 's':
        return { op: 'store', vm, ...place(vm) };
      case 't':
        return { op: 'touch', frame: table(vm), index: pick(indices) };
      case 'r':
        return rights();
      default:
        return { op: 'end', vm: oneIn(8) ? 99 : vm };
    }
  };
  return { layout: layoutOf(machine), words, steps: Array.from({ length: STEPS }, step) };
}
