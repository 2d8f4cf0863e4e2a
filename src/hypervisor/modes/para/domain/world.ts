/**
 * What the paravirtual VMs of one VMM share: who may do what with which machine frame, the direct-paging part (exercise 14), which
 * counts the uses of each frame for all of them, and how one VM finds another.
 */
import { pagingFacade, checkedPaging } from '../../../parts/index.js';
import type { VmmServices } from '../../../cpu/index.js';
import type { DirectPaging, FrameRights } from '../../../sockets/index.js';
import type { Domain } from './domain.js';

const worlds = new WeakMap<VmmServices, ParaWorld>();

/** The world of a VMM. There is one for each. */
export function worldOf(services: VmmServices): ParaWorld {
  let world = worlds.get(services);
  if (world === undefined) {
    world = new ParaWorld(services);
    worlds.set(services, world);
  }
  return world;
}

export class ParaWorld {
  readonly paging: DirectPaging;
  /** By the number of the VM. */
  readonly domains = new Map<number, Domain>();

  constructor({ machine, parts }: VmmServices) {
    const facade = pagingFacade(machine.memory, (vm, frame) => this.rightsTo(vm, frame));
    this.paging = checkedPaging(parts.paging, facade);
  }

  rightsTo(vm: number, frame: number): FrameRights {
    const domain = this.domains.get(vm);
    return domain?.rightTo(frame) ?? 'none';
  }

  /** Whether the VMM may write to a frame for its guest: not while it is a page table. */
  mayWrite(frame: number): boolean {
    const { type } = this.paging.info(frame);
    return type !== 'l1' && type !== 'l2';
  }
}
