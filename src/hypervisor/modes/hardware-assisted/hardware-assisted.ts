/**
 * Full virtualization with the help of hardware: the guest's kernel runs in VS-mode, with supervisor registers of its own. It takes its
 * own traps and interrupts, and changes its page tables as it likes; the hardware translates each address twice. VM exits are left for
 * what hardware cannot know: calls of the firmware, devices, memory that the G-stage table does not map yet, and waiting.
 * (Privileged specification 1.12, chapter 8; Adams and Agesen 2006, section 4.)
 */
import { Access, translate } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import type { ExecutionMode, Trap, VmmServices } from '../../cpu/index.js';
import { GStageTables, TwoStageAddressSpace } from '../../memory/index.js';
import { controlsOf } from '../../parts/index.js';
import type { Controls } from '../../sockets/index.js';
import {
  MAX_VCPUS,
  enterTrap,
  hasWakingInterrupt,
  updateInterrupts,
  wakingTimer,
  type OnHart,
  type Vcpu,
  type Vm,
} from '../../vm/index.js';
import { GuestOnVcpu, introduce } from '../common/index.js';
import { exitOf, guestPageFault, type AssistedGuest } from './exits.js';
import { fillGStage } from './fill-g-stage.js';
import { handle } from './handlers.js';
import { VsState } from './vs-state.js';

export const hardwareAssisted = {
  name: 'full/hardware-assisted',
  needsExtension: true,
  maxVcpus: MAX_VCPUS,
  boot: (vm, services, tableFrames) => {
    const { machine, parts } = services;
    const tables = new GStageTables(machine.memory, tableFrames, () => machine.hart.flushTlb());
    const controls = controlsOf(parts.assist);
    return introduce(
      machine,
      vm,
      vm.vcpus.map((vcpu) => new HardwareAssistedGuest(vm, vcpu, services, tables, controls)),
    );
  },
} as const satisfies ExecutionMode;

class HardwareAssistedGuest extends GuestOnVcpu implements AssistedGuest {
  readonly space: TwoStageAddressSpace;
  readonly #state: VsState;
  readonly #onHart: OnHart;

  constructor(vm: Vm, vcpu: Vcpu, services: VmmServices, tables: GStageTables, controls: Controls) {
    super(vm, vcpu, services);
    this.space = new TwoStageAddressSpace(vm.id, vcpu, services.machine, tables);
    this.#state = new VsState(services.machine, vcpu, controls);
    this.#onHart = { readCsr: (csr) => this.#state.readCsr(csr), ownWord: (_pc, word) => word };
  }

  load(): void {
    this.space.activate();
    this.#state.enter();
    this.vcpu.onHart = this.#onHart;
  }

  save(): void {
    this.#state.leave();
    this.vcpu.onHart = undefined;
  }

  handleTrap(trap: Trap): ExitName {
    const exit = exitOf(trap, this.vcpu);
    return handle(this, exit) ?? exit.name;
  }

  remove(): void {
    this.space.remove();
  }

  fence(): void {
    this.space.fence();
  }

  loadWord(address: number): number | undefined {
    const { hart, memory } = this.services.machine;
    for (;;) {
      this.load();
      hart.refreshContext();
      const physical = translate(hart, address, Access.Load, 4);
      const { trapCause, guestFault } = hart;
      hart.dropException();
      this.save();
      if (physical >= 0) {
        return memory.read32(physical);
      }
      const fault = guestFault && guestPageFault(trapCause, address, guestFault.guestPhysical, guestFault);
      if (fault === undefined || fillGStage(this, fault).kind !== 'mapped') {
        return undefined;
      }
    }
  }

  protected updateEvents(): void {
    updateInterrupts(this.vcpu, this.vm.devices);
  }

  /**
   * The hardware takes the interrupts that are pending in hvip: before the next instruction, or as soon as the guest allows it. Only who
   * watches each step needs to see the guest in its handler before that instruction.
   */
  protected takeEvent(): boolean {
    if (this.vm.recorder === undefined) {
      return false;
    }
    const { machine } = this.services;
    const before = machine.hart.counters.interrupts;
    this.load();
    machine.takeInterrupt();
    this.save();
    const taken = machine.hart.counters.interrupts - before;
    this.vcpu.interrupts += taken;
    return taken > 0;
  }

  protected hasWakingEvent(): boolean {
    return hasWakingInterrupt(this.vcpu);
  }

  protected wakingTimer(): number {
    return wakingTimer(this.vcpu);
  }

  protected enterTrap(cause: number, tval: number): void {
    enterTrap(this.vcpu, cause, tval);
  }
}
