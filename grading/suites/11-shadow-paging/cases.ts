/** Page tables of the example VM, as the hidden checks write them. */
import {
  Mode,
  PTE_A,
  PTE_D,
  PTE_G,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  SATP_MODE_SV32,
} from '../../../src/machine/index.js';

export const flag = {
  A: PTE_A,
  D: PTE_D,
  G: PTE_G,
  R: PTE_R,
  U: PTE_U,
  V: PTE_V,
  W: PTE_W,
  X: PTE_X,
  /** A page of the kernel for which nothing is left to be marked. */
  ALL: PTE_D | PTE_A | PTE_X | PTE_W | PTE_R | PTE_V,
} as const;

/** Guest frames: the first of memory, that of the root, that of the table below it. */
export const frames = { first: 0x8_0000, root: 0x8_0001, table: 0x8_0002 } as const;
export const ROOT = frames.root * 4096;
export const TABLE = frames.table * 4096;
export const satp = SATP_MODE_SV32 + frames.root;
export const kinds = ['fetch', 'load', 'store'] as const;

/** Kernel and process, with and without SUM and MXR. */
export const guests = [Mode.Supervisor, Mode.User].flatMap((mode) =>
  [false, true].flatMap((sum) => [false, true].map((mxr) => ({ mode, sum, mxr }))),
);

/** The page of `address` leads to this guest frame, by a leaf in TABLE. */
export function page(
  address: number,
  frame: number,
  bits: number,
  pointer = frames.table * 2 ** PTE_PPN_SHIFT + PTE_V,
): Record<number, number> {
  return {
    [ROOT + 4 * (address >>> 22)]: pointer >>> 0,
    [TABLE + 4 * ((address >>> 12) & 0x3ff)]: (frame * 2 ** PTE_PPN_SHIFT + bits) >>> 0,
  };
}

/** The 4 MiB of `address` lead to those of this guest frame, by a leaf in the root. */
export function superpage(address: number, frame: number, bits: number): Record<number, number> {
  return { [ROOT + 4 * (address >>> 22)]: (frame * 2 ** PTE_PPN_SHIFT + bits) >>> 0 };
}

/** `bits` with each choice of the others. */
export function everyFlagAs(bits: number, others: readonly number[]): number[] {
  return others.reduce((all, other) => all.flatMap((one) => [one, one | other]), [bits]);
}
