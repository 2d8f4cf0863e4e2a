/** Steps and entries of exercise 14 as the hidden checks write them. Of VM 0, if no other is named. */
import { PTE_R, PTE_V, PTE_W } from '../../../src/machine/index.js';
import type { Step } from './situation.js';

export const RO = PTE_R | PTE_V;
export const RW = PTE_W | PTE_R | PTE_V;
export const page = (frame: number, flags: number) => (frame * 1024 + flags) >>> 0;
export const pointer = (frame: number) => page(frame, PTE_V);

/** Words by frame and index. */
export type Entries = Record<number, Record<number, number>>;

export const pin = (frame: number, level: 1 | 2, vm = 0): Step => ({ op: 'pin', vm, frame, level });
export const unpin = (frame: number, vm = 0): Step => ({ op: 'unpin', vm, frame });
export const base = (root: number | null, which: 'kernel' | 'user' = 'kernel', vm = 0): Step => ({
  op: 'setBase',
  vm,
  base: which,
  root,
});
export const update = (frame: number, index: number, entry: number, vm = 0): Step => ({
  op: 'update',
  vm,
  updates: [{ frame, index, entry }],
});
export const end = (vm: number): Step => ({ op: 'end', vm });
