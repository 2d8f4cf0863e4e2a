/** One paravirtual VM, with all that the VMM keeps about it. (Xen's word for a VM is domain.) */
import type { VmmServices } from '../../../cpu/index.js';
import type { DirectPaging } from '../../../sockets/index.js';
import type { Vm } from '../../../vm/index.js';
import { ConsoleRing, DiskRing, Events, PARA_INFO } from '../shared/index.js';
import { ActivePages } from './active-pages.js';
import { Channels } from './channels.js';
import { Grants } from './grants.js';
import { PagedVm } from './paged-vm.js';
import type { UpdateRing } from './update-ring.js';

/** Where the guest's traps go. */
export interface TrapEntry {
  readonly entry: number;
  /** The end of the kernel stack for traps from processes. */
  stack: number;
}

export class Domain extends PagedVm {
  readonly events: Events;
  readonly console: ConsoleRing;
  readonly disk: DiskRing;
  readonly channels: Channels;
  readonly grants: Grants;
  readonly active: ActivePages;
  /** How many pages the VMM wants it to have. */
  target: number;
  trapEntry: TrapEntry | undefined;
  /** Undefined: the kernel has none. */
  updateRing: UpdateRing | undefined;
  /** The same for a kernel that uses the calls of exercise 13. */
  callback: TrapEntry | undefined;

  /** `domains`: all of the VMM, by the number of the VM. */
  constructor(
    vm: Vm,
    services: VmmServices,
    paging: DirectPaging,
    tableFrames: readonly number[],
    readonly domains: ReadonlyMap<number, Domain>,
  ) {
    super(vm, services, paging, tableFrames);
    this.events = new Events(vm.vcpu, this.info);
    const [console, disk] = this.bootMap.window;
    this.console = new ConsoleRing(console!.frame, this.machine, vm.devices);
    const bytes = vm.disk ?? new Uint8Array(0);
    this.disk = new DiskRing(disk!.frame, this.machine, vm.memory, bytes, (frame) =>
      this.mayWriteFrame(frame),
    );
    this.channels = new Channels(vm, this.events, (other) => domains.get(other)?.channels);
    this.grants = new Grants(this, (other) => domains.get(other));
    this.active = new ActivePages(this);
    this.target = this.pages;
    this.#describe();
  }

  /** Whether traps can reach its kernel yet. */
  get canTrap(): boolean {
    return this.trapEntry !== undefined || this.callback !== undefined;
  }

  /** Ends the VM. */
  end(reason: string): void {
    this.vm.finish({ kind: 'ended', reason });
  }

  #describe(): void {
    this.info.write(PARA_INFO.physicalToMachine, this.bootMap.physicalToMachine);
    this.info.write(PARA_INFO.machineToPhysical, this.bootMap.machineToPhysical);
    this.info.write(PARA_INFO.self, this.info.address);
    this.info.write(PARA_INFO.end, this.bootMap.end);
    this.info.write(PARA_INFO.pages, this.pages);
    this.info.write(PARA_INFO.balloonTarget, this.pages);
    this.info.write(PARA_INFO.colours, this.machine.hart.cache?.colours ?? 1);
  }
}
