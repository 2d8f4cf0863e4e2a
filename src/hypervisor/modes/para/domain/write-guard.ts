/**
 * A help for kernels that map all their memory at its guest-physical addresses, as most do. A page that shall become a page table must
 * be mapped for stores nowhere. Where only that map of the kernel stands in the way, the VMM takes the right to store out of its entry
 * itself, and gives it back when the page is no table any more; an unused bit of the entry remembers it. Both changes go through the
 * validator, as if the guest had asked for them. So a port need not say twice that a page is a table. The boot map, which is the VMM's
 * own, follows in the same way. (Xen had helps of this kind too, such as the "writable page tables" of Xen 2.)
 */
import { PAGE_BYTES, PTE_PPN_SHIFT, PTE_V, PTE_W } from '../../../../machine/index.js';
import { findEntry, pointedTo } from '../../../memory/direct/index.js';
import type { PagedVm } from './paged-vm.js';

/** In an entry of the guest: the VMM has taken W away, and gives it back. One of the two bits that Sv32 leaves to software. */
const PTE_TAKEN = 0x200;

/** The frames of the VM that become tables with this L2 table: itself, and those that it points to. */
export function tablesOf(domain: PagedVm, root: number): number[] {
  const own = (frame: number) => domain.guestFrameOf(frame) !== undefined;
  return own(root) ? [root, ...pointedTo(domain.machine.memory, root).filter(own)] : [];
}

/**
 * Does `change`, which makes page tables of some of these frames or ceases to. `root`: the kernel's root in which entries are looked
 * for. True when translations may have changed.
 */
export function guarded(
  domain: PagedVm,
  frames: readonly number[],
  change: () => void,
  root = domain.space.kernelRoot,
): boolean {
  const before = frames.map((frame) => takeWrites(domain, frame, root));
  change();
  const after = frames.map((frame) => giveWritesBack(domain, frame));
  return before.includes(true) || after.includes(true);
}

function takeWrites(domain: PagedVm, frame: number, root: number | undefined): boolean {
  const guestFrame = domain.guestFrameOf(frame);
  if (guestFrame === undefined) {
    return false;
  }
  const boot = domain.bootMap.setWritable(guestFrame, false);
  const own =
    root !== undefined &&
    changeEntry(domain, root, guestFrame, frame, PTE_W, (entry) => (entry & ~PTE_W) | PTE_TAKEN);
  return boot || own;
}

/** Only to frames that are no tables. */
function giveWritesBack(domain: PagedVm, frame: number): boolean {
  const guestFrame = domain.guestFrameOf(frame);
  if (guestFrame === undefined || !domain.mayWriteFrame(frame)) {
    return false;
  }
  const { kernelRoot } = domain.space;
  domain.bootMap.setWritable(guestFrame, true);
  return (
    kernelRoot !== undefined &&
    changeEntry(domain, kernelRoot, guestFrame, frame, PTE_TAKEN, (entry) => (entry & ~PTE_TAKEN) | PTE_W)
  );
}

/** Changes the entry that maps a page at its guest-physical address, if it maps this frame and has this bit. */
function changeEntry(
  { vm, machine, paging }: PagedVm,
  root: number,
  guestFrame: number,
  frame: number,
  bit: number,
  change: (entry: number) => number,
): boolean {
  const found = findEntry(machine.memory, root, guestFrame * PAGE_BYTES);
  const maps = found !== undefined && (found.entry & PTE_V) !== 0 && found.entry >>> PTE_PPN_SHIFT === frame;
  if (!maps || (found.entry & bit) === 0) {
    return false;
  }
  const entry = change(found.entry) >>> 0;
  return paging.update(vm.id, [{ frame: found.frame, index: found.index, entry }]).error === 0;
}
