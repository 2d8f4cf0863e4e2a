/** The guest's instruction ends in a trap into the guest's own kernel. */
import type { Host } from '../../cpu/vmm-services.js';
import { enterTrap } from '../../vm/traps.js';
import type { Vm } from '../../vm/vm.js';

export function giveTrap(vm: Vm, cause: number, tval: number, host: Host): void {
  vm.step();
  host.machine.hart.clearReservation();
  if (vm.para === undefined) {
    return enterTrap(vm.vcpu, cause, tval);
  }
  const impossible = vm.para.enter(cause, tval);
  if (impossible !== undefined) {
    vm.finish({ kind: 'ended', reason: impossible });
  }
}
