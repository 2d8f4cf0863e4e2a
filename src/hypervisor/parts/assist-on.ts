/**
 * The calls of the assist part: what it may reach of the G-stage table, and the check of all that it passes and returns. The VMM and
 * the checks of exercise 12 call it through here, so that the same rules hold in both.
 */
import {
  HSTATUS_VTSR,
  HSTATUS_VTVM,
  HSTATUS_VTW,
  PAGE_BYTES,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  hex,
} from '../../machine/index.js';
import type { AssistPart, Controls, Filled, GStageFacade, GuestPageFault } from '../sockets/index.js';
import { bits, integer } from './numbers.js';
import { PartError, fieldsOf, show, word } from './part-error.js';

/** Frames of 4 KiB in a superpage. */
const SUPERPAGE_FRAMES = 1024;
const ROOT_FRAMES = 4;
const FORBIDDABLE = HSTATUS_VTW | HSTATUS_VTVM | HSTATUS_VTSR;

/** The tables behind the facade. They lie in machine frames that no guest has. */
export interface GStageStore {
  readonly root: number;
  /** Whether this frame is a table at the last level. */
  isTable(frame: number): boolean;
  newTable(): number;
  readEntry(address: number): number;
  writeEntry(address: number, entry: number): void;
}

/** @throws PartError when what the part returns are no controls */
export function controlsOf({ controls }: AssistPart): Controls {
  const part = 'assist.controls';
  const names = ['hedeleg', 'hideleg', 'hcounteren', 'hstatus'] as const;
  const fields = fieldsOf(part, controls(), 'an object { hedeleg, hideleg, hcounteren, hstatus }', names);
  const [hedeleg, hideleg, hcounteren, hstatus] = names.map((name) => word(part, name, fields[name])) as [
    number,
    number,
    number,
    number,
  ];
  if ((hstatus & HSTATUS_VTW) === 0) {
    throw new PartError(
      `${part} returned hstatus = ${hex(hstatus)} without VTW: a guest that waits would keep the hart from all others`,
    );
  }
  if ((hstatus & ~FORBIDDABLE) !== 0) {
    throw new PartError(
      `${part} returned hstatus = ${hex(hstatus)}; of its bits only VTVM, VTW and VTSR are the part's`,
    );
  }
  return { hedeleg, hideleg, hcounteren, hstatus };
}

/**
 * Lets the part fill the G-stage table after a fault. It can map only frames that it was told of in this call: so no other VM's frame
 * can be reached, whatever it writes.
 * @throws PartError when it writes another entry, or returns no answer
 */
export function fillOn(
  { fill }: AssistPart,
  { address, kind, byWalk }: GuestPageFault,
  vm: Pick<GStageFacade, 'frameOf' | 'isDevice'>,
  store: GStageStore,
): Filled {
  const answer = fill(Object.freeze({ address, kind, byWalk }), lend(vm, store));
  const { kind: filled } = fieldsOf('assist.fill', answer, 'an object { kind }', ['kind']);
  if (filled !== 'mapped' && filled !== 'device' && filled !== 'access fault') {
    throw new PartError(
      `assist.fill returned kind = ${show(filled)}; it must be 'mapped', 'device' or 'access fault'`,
    );
  }
  if (filled === 'device' && (byWalk || kind === 'fetch' || !vm.isDevice(address))) {
    const what = byWalk ? 'the walk of a page table' : `a ${kind}`;
    throw new PartError(
      `assist.fill answered 'device' to ${what} at ${hex(address)}: no device answers that`,
    );
  }
  return { kind: filled };
}

function lend(vm: Pick<GStageFacade, 'frameOf' | 'isDevice'>, store: GStageStore): GStageFacade {
  const { root } = store;
  const told = new Set<number>();
  let given = false;
  const frameOfEntry = (address: number) => {
    const frame = Math.floor(integer('address', address) / PAGE_BYTES);
    if (address % 4 !== 0 || !(isRoot(root, frame) || store.isTable(frame))) {
      throw new RangeError(`${hex(address)} is not the address of an entry in a G-stage table of this VM`);
    }
    return frame;
  };
  return Object.freeze({
    root,
    frameOf(guestFrame: number) {
      const frame = vm.frameOf(integer('guestFrame', guestFrame));
      if (frame !== undefined) {
        told.add(frame);
      }
      return frame;
    },
    isDevice: (address: number) => vm.isDevice(integer('address', address)),
    newTable() {
      if (given) {
        throw new RangeError('newTable was called twice for one fault, which needs one table at most');
      }
      given = true;
      return store.newTable();
    },
    readEntry(address: number) {
      frameOfEntry(address);
      return store.readEntry(address);
    },
    writeEntry(address: number, entry: number) {
      const frame = frameOfEntry(address);
      const value = bits('entry', entry);
      checkEntry(value, isRoot(root, frame), (table) => store.isTable(table), told);
      store.writeEntry(address, value);
    },
  });
}

const isRoot = (root: number, frame: number) => frame >= root && frame < root + ROOT_FRAMES;

/** An entry that hardware refuses is harmless, and is the part's own affair. @throws PartError for one that leads out of the VM */
function checkEntry(
  entry: number,
  inRoot: boolean,
  isTable: (frame: number) => boolean,
  told: ReadonlySet<number>,
): void {
  const frame = entry >>> PTE_PPN_SHIFT;
  if ((entry & PTE_V) === 0) {
    return;
  }
  if ((entry & (PTE_R | PTE_W | PTE_X)) === 0) {
    if ((entry & (PTE_U | PTE_A | PTE_D)) === 0 && inRoot && !isTable(frame)) {
      throw new PartError(`assist.fill wrote a pointer to frame ${hex(frame)}, which is no table of this VM`);
    }
    return;
  }
  const count = inRoot ? SUPERPAGE_FRAMES : 1;
  for (let part = frame; part < frame + count; part += 1) {
    if (!told.has(part)) {
      const where = inRoot ? `a superpage of 1024 frames from ${hex(frame)} on; of these, ` : '';
      throw new PartError(
        `assist.fill mapped ${where}frame ${hex(part)}, which frameOf has not returned in this call`,
      );
    }
  }
}
