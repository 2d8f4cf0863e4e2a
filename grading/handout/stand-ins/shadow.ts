/**
 * Stands in for the part of exercise 11 where another exercise's check runs a guest: the entries that the guest's table has for
 * the address are copied into a small memory, and the lab's own machine walks them there.
 */
import type { GuestAccess, MmuFacade, ShadowPart, Translation } from '../../../src/hypervisor/index.js';
import { Access, Memory, MSTATUS_MXR, MSTATUS_SUM, PAGE_BYTES, walk } from '../../../src/machine/index.js';

const KINDS = { fetch: Access.Fetch, load: Access.Load, store: Access.Store } as const;
const ENTRIES = 1024;
const SATP_ON = 0x8000_0000;
/** An entry with one of these bits is no pointer. */
const LEAF = 0b1101_1110;

export const shadow: ShadowPart = (access, mmu) => {
  if (mmu.satp < SATP_ON) {
    return target(access, mmu, access.address, { read: true, write: true, execute: true });
  }
  const page = access.address >>> 12;
  const root = (mmu.satp % 2 ** 22) * PAGE_BYTES + Math.floor(page / ENTRIES) * 4;
  const first = read(mmu, root);
  if (first === undefined) {
    return { kind: 'access fault' };
  }
  const inner = Math.floor(first / ENTRIES) * PAGE_BYTES + (page % ENTRIES) * 4;
  const isPointer = (first & 1) !== 0 && (first & LEAF) === 0;
  const second = isPointer ? read(mmu, inner) : undefined;
  if (isPointer && second === undefined) {
    return { kind: 'access fault' };
  }
  const entry = second ?? first;
  const at = isPointer ? inner : root;
  const { outcome, frame, marked } = walkCopy(access, mmu, first, second, access.kind);
  if (outcome !== 'ok') {
    return { kind: outcome };
  }
  if (marked !== entry) {
    mmu.writeEntry(at, marked);
  }
  const may = (kind: GuestAccess['kind']): boolean => {
    const tried = walkCopy(access, mmu, isPointer ? first : marked, isPointer ? marked : undefined, kind);
    return tried.outcome === 'ok' && (kind !== 'store' || tried.marked === marked);
  };
  const rights = { read: may('load'), write: may('store'), execute: may('fetch') };
  return target(access, mmu, frame * PAGE_BYTES + (access.address % PAGE_BYTES), rights);
};

let made: Memory | undefined;

/** The machine's walk of a copy: a root table and one more, each with this one entry. */
function walkCopy(
  { address }: GuestAccess,
  { mode, sum, mxr }: MmuFacade,
  first: number,
  second: number | undefined,
  kind: GuestAccess['kind'],
): { outcome: 'ok' | 'page fault' | 'access fault'; frame: number; marked: number } {
  const memory = (made ??= new Memory(new ArrayBuffer(2 * PAGE_BYTES), 2 * PAGE_BYTES));
  const page = address >>> 12;
  const root = memory.base + Math.floor(page / ENTRIES) * 4;
  const inner = memory.base + PAGE_BYTES + (page % ENTRIES) * 4;
  const toSecond = (memory.base / PAGE_BYTES + 1) * ENTRIES + 1;
  memory.write32(root, second === undefined ? first : toSecond);
  memory.write32(inner, second ?? 0);
  const status = (sum ? MSTATUS_SUM : 0) | (mxr ? MSTATUS_MXR : 0);
  const satp = memory.base / PAGE_BYTES;
  const { outcome, frame } = walk(memory, satp, address, KINDS[kind], mode === 1, status);
  const marked = memory.read32(second === undefined ? root : inner) >>> 0;
  return { outcome, frame: frame >>> 0, marked };
}

function read(mmu: MmuFacade, address: number): number | undefined {
  const known = mmu.frameOf(Math.floor(address / PAGE_BYTES)) !== undefined;
  return known ? mmu.readEntry(address) : undefined;
}

type Rights = { readonly read: boolean; readonly write: boolean; readonly execute: boolean };

function target(access: GuestAccess, mmu: MmuFacade, address: number, rights: Rights): Translation {
  const frame = mmu.frameOf(Math.floor(address / PAGE_BYTES));
  if (frame !== undefined) {
    return { kind: 'map', frame, ...rights };
  }
  const device = access.kind !== 'fetch' && mmu.isDevice(address);
  return device ? { kind: 'device', address } : { kind: 'access fault' };
}
