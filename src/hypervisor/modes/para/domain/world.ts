/**
 * What the paravirtual VMs of one VMM share: who may do what with which machine frame, the direct-paging part (exercise 14), which
 * counts the uses of each frame for all of them, and how one VM finds another.
 */
import { pagingFacade, checkedPaging } from '../../../parts/index.js';
import type { VmmServices } from '../../../cpu/index.js';
import type { DirectPaging, FrameRights } from '../../../sockets/index.js';
import type { Vm } from '../../../vm/index.js';
import { Domain } from './domain.js';

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
  readonly #domains = new Map<number, Domain>();
  readonly #services: VmmServices;

  constructor(services: VmmServices) {
    const { machine, parts } = services;
    this.#services = services;
    const facade = pagingFacade(machine.memory, (vm, frame) => this.rightsTo(vm, frame));
    this.paging = checkedPaging(parts.paging, facade);
  }

  /** By the number of the VM. */
  get domains(): ReadonlyMap<number, Domain> {
    return this.#domains;
  }

  add(vm: Vm, tableFrames: readonly number[]): Domain {
    const domain = new Domain(vm, this.#services, this.paging, tableFrames, this.#domains);
    this.#domains.set(vm.id, domain);
    return domain;
  }

  /** The VM is gone: nothing in the world is of it any more. */
  remove(domain: Domain): void {
    const { id } = domain.vm;
    domain.grants.end();
    this.paging.end(id);
    this.#domains.delete(id);
    for (const other of this.#domains.values()) {
      other.channels.forget(domain.vm);
      other.grants.forget(domain.vm);
    }
    domain.space.remove();
  }

  rightsTo(vm: number, frame: number): FrameRights {
    return this.#domains.get(vm)?.rightTo(frame) ?? 'none';
  }
}
