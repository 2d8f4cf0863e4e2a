/** Situations of exercise 14, as plain data: what lies in the machine's memory, and what happens then. */
import type { PageBase, PageUpdate } from '../../../src/hypervisor/index.js';
import type { FrameSpec, Layout } from './layout.js';

/** A step of the part. */
export type PartStep =
  | { readonly op: 'pin'; readonly vm: number; readonly frame: number; readonly level: 1 | 2 }
  | { readonly op: 'unpin'; readonly vm: number; readonly frame: number }
  | { readonly op: 'update'; readonly vm: number; readonly updates: readonly PageUpdate[] }
  | { readonly op: 'setBase'; readonly vm: number; readonly base: PageBase; readonly root: number | null }
  | { readonly op: 'end'; readonly vm: number };

/** What happens without the part. */
export type OtherStep =
  /** The VM writes to its own memory by itself. It does nothing where the frame is a table in use. */
  | {
      readonly op: 'store';
      readonly vm: number;
      readonly frame: number;
      readonly index: number;
      readonly entry: number;
    }
  /** The hardware marks a valid leaf of a table in use: accessed, and dirty where it may be written. */
  | { readonly op: 'touch'; readonly frame: number; readonly index: number }
  /** The VMM changes rights: it gives them at any time, and takes them away only while nothing refers to the frame. */
  | { readonly op: 'rights'; readonly frame: number; readonly spec: FrameSpec };

export type Step = PartStep | OtherStep;

export interface Situation {
  /** Default: that of the task page's examples. */
  readonly layout?: Layout;
  /** Entries by frame and index, before the first step. All other words are 0. */
  readonly words?: Readonly<Record<number, Readonly<Record<number, number>>>>;
  /** Frames of which every word is the same. */
  readonly full?: Readonly<Record<number, number>>;
  readonly steps: readonly Step[];
}
