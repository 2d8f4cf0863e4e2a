/** The guest of a paravirtual VM: onto the hart and back, its exits, its sleep. */
import {
  COUNTER_ENABLES,
  Cause,
  Csr,
  IRQ_S_EXTERNAL,
  MSTATUS_TW,
  Mode,
  REG_A7,
  UART_BASE,
} from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import type { Guest, Trap, VmmServices } from '../../cpu/index.js';
import type { Vcpu, Vm } from '../../vm/index.js';
import { exitOf, handle, type Handlers, type PageFault } from '../deprivileged/index.js';
import type { Caller } from './caller.js';
import { setTarget, worldOf, type Domain } from './domain/index.js';
import { serveParaCall } from './hypercalls.js';
import { serveHypercall } from './serve-hypercall.js';
import { serveSbi } from './serve-sbi.js';
import { Channel, PARA_EXTENSION } from './shared/index.js';
import { enterKernel } from './traps.js';

const handlers: Handlers<ParaGuest> = {
  'illegal instruction': (guest, { word }) => guest.giveTrap(Cause.IllegalInstruction, word),
  'privileged instruction': (guest, { instruction }) =>
    guest.giveTrap(Cause.IllegalInstruction, instruction.word),
  'system call': (guest) => guest.giveTrap(Cause.EcallFromU, 0),
  'SBI call': (guest) => serveSbi(guest),
  hypercall: (guest) =>
    guest.vcpu.x[REG_A7] === PARA_EXTENSION ? serveParaCall(guest) : serveHypercall(guest),
  'page fault'(guest, { kind, address }) {
    if (!guest.domain.active.giveBack(address)) {
      guest.giveTrap(guest.faults[kind], address);
    }
  },
  'device access'() {
    throw new Error('no page of a paravirtual guest leads to a device'); // exitOf never says so
  },
  'guest exception': (guest, { cause, tval }) => guest.giveTrap(cause, tval),
};

const UART_INTERRUPT_ENABLE = 1; // bit 0: when something was typed

export class ParaGuest implements Guest, Caller {
  readonly vcpu: Vcpu;
  readonly domain: Domain;
  /** Whether the guest wants to hear of typed input. */
  #listens = false;
  /** Which counters the others may read, who do not know that they are in a VM: the hart's CSRs as they were before this guest ran. */
  #counters: readonly (readonly [csr: number, value: number])[] = [];

  constructor(
    readonly vm: Vm,
    readonly services: VmmServices,
    tableFrames: readonly number[],
  ) {
    this.vcpu = vm.vcpu;
    this.domain = worldOf(services).add(vm, tableFrames);
  }

  deliverEvents(): void {
    this.#updateEvents();
    const cause = this.domain.canTrap ? this.domain.events.next : undefined;
    if (cause !== undefined) {
      this.vcpu.interrupts++;
      this.vcpu.clearReservation();
      enterKernel(this.domain, cause, 0);
      this.domain.events.update();
    }
  }

  isAwake(): boolean {
    this.#updateEvents();
    return this.domain.events.pending;
  }

  wakeTime(): number {
    const { timer, time } = this.vcpu;
    return timer > time ? timer : Infinity;
  }

  /** The counters show the machine's own: a paravirtual guest may see real time beside its virtual one. */
  load(): void {
    const { hart } = this.services.machine;
    hart.x.set(this.vcpu.x);
    hart.pc = this.vcpu.pc;
    hart.mode = Mode.User;
    hart.writeCsr(Csr.mstatus, MSTATUS_TW); // WFI traps; everything else that is privileged traps in U-mode anyway
    this.#counters = [Csr.mcounteren, Csr.scounteren].map((csr) => [csr, hart.readCsr(csr)]);
    this.#counters.forEach(([csr]) => hart.writeCsr(csr, COUNTER_ENABLES));
    this.domain.space.activate(this.vcpu.mode);
  }

  save(): void {
    const { hart } = this.services.machine;
    this.vcpu.x.set(hart.x);
    this.vcpu.pc = hart.pc;
    this.#counters.forEach(([csr, value]) => hart.writeCsr(csr, value));
  }

  handleTrap(trap: Trap): ExitName {
    const { vcpu, domain } = this;
    const exit = exitOf(trap, vcpu, () => domain.space.fetchWord(vcpu.pc, vcpu.mode));
    const name = handle(handlers, this, exit) ?? exit.name;
    this.#printConsole();
    return name;
  }

  setMemoryTarget(pages: number): void {
    setTarget(this.domain, pages);
  }

  sampleMemory(seed: number, size: number): number | undefined {
    return this.domain.active.next(seed, size);
  }

  remove(): void {
    worldOf(this.services).remove(this.domain);
  }

  /** The guest's instruction ends in a trap into the guest's own kernel. */
  giveTrap(cause: number, tval: number): void {
    this.vcpu.step();
    this.domain.endReservation();
    enterKernel(this.domain, cause, tval);
    this.domain.events.update();
  }

  /** What a forbidden access is: without tables of the guest's own it is one to memory that is not there. */
  get faults(): Readonly<Record<PageFault['kind'], number>> {
    return this.domain.space.kernelRoot === undefined ? accessFaults : pageFaults;
  }

  /** The vCPU waits for an event, if none is pending. */
  sleep(): void {
    if (!this.isAwake()) {
      this.vcpu.state = { kind: 'blocked', until: Infinity }; // until when is known once all vCPUs of the VM wait
    }
  }

  #updateEvents(): void {
    this.#listen(this.domain.events.isOpen(Channel.Console));
    const typed = this.domain.console.fill();
    if (typeof typed === 'string') {
      this.domain.end(typed);
    } else if (typed > 0) {
      this.domain.events.raise(Channel.Console);
    }
    this.domain.events.update();
  }

  /**
   * The VMM drives the serial port for a guest that knows the ring alone. Whoever types at the port, and watches whether the guest is ready
   * for it, finds there what a driver of the guest's would have set.
   */
  #listen(listens: boolean): void {
    if (listens !== this.#listens) {
      this.#listens = listens;
      this.vm.devices.write(UART_BASE + UART_INTERRUPT_ENABLE, 1, listens ? 1 : 0);
      this.vcpu.writeCsr(Csr.sie, listens ? 1 << IRQ_S_EXTERNAL : 0);
    }
  }

  /** The VMM looks at the console's ring whenever it has the hart anyway, so the guest must notify it only when the ring is full. */
  #printConsole(): void {
    const wrong = this.domain.console.print();
    if (wrong !== undefined) {
      this.domain.end(wrong);
    }
  }
}

const pageFaults = {
  fetch: Cause.InstructionPageFault,
  load: Cause.LoadPageFault,
  store: Cause.StorePageFault,
} as const;

const accessFaults = {
  fetch: Cause.InstructionAccessFault,
  load: Cause.LoadAccessFault,
  store: Cause.StoreAccessFault,
} as const;
