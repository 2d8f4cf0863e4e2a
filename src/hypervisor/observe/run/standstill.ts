/**
 * Tells of each VM whether anything can still happen in it, and ends those where nothing can. A guest that spins looks busy, but may do
 * so for ever, at the cost of all other VMs.
 *
 * The proof is that of the bare machine (src/machine/standstill.ts): each vCPU that runs comes back to a state in which it has been, and
 * meanwhile none has changed memory, used a device, called the VMM, or read a counter; and no timer or alarm is set. What the VMM keeps
 * for itself, such as shadow page tables, does not count as state.
 */
import {
  Csr,
  NEVER,
  decode,
  hasChanged,
  isInterrupt,
  isNoticed,
  storeOf,
  Mode,
  type Hart,
  type Instruction,
  type Store,
  type TraceEvent,
  type TrapInLoop,
} from '../../../machine/index.js';
import { TURN_STEPS, supervisorCsrs, type Vcpu, type Vm } from '../../vm/index.js';
import type { Vmm } from '../../vmm/index.js';
import { traceGuest } from '../trace/index.js';

/** Lets the VMs run, each vCPU for at least one full turn. A VM in which nothing can happen any more then ends as a standstill. */
export function endStandstills(vmm: Vmm): void {
  const watches = vmm.vms.filter(({ end }) => end === undefined).map((vm) => new VmWatch(vmm, vm));
  const most = Math.max(...watches.map(({ vm }) => vm.vcpus.length), 1);
  vmm.run(2 * TURN_STEPS * most);
  for (const watch of watches.reverse()) {
    watch.end();
  }
}

/** Watches the guest of one VM, until end() is called. */
class VmWatch {
  readonly vm: Vm;
  readonly #vcpus: readonly VcpuWatch[];
  readonly #before: number;
  readonly #close: () => void;

  constructor({ machine }: Vmm, vm: Vm) {
    this.vm = vm;
    this.#vcpus = vm.vcpus.map((vcpu) => new VcpuWatch(vcpu, machine.hart));
    this.#before = eventsOf(vm);
    this.#close = traceGuest(
      machine,
      vm,
      (event, { id }) => this.#vcpus[id]!.see(event),
      (event, { id }) => this.#vcpus[id]!.attempt(event),
    );
  }

  end(): void {
    this.#close();
    const still = this.#vcpus.every(({ isStill }) => isStill);
    const quiet = eventsOf(this.vm) === this.#before && !this.#vcpus.some(({ changes }) => changes);
    if (still && quiet && !isTimed(this.vm) && !this.vm.hasPartners) {
      const trap = this.#vcpus.find((watch) => watch.trap !== undefined)?.trap;
      this.vm.finish(trap === undefined ? { kind: 'standstill' } : { kind: 'standstill', trap });
    }
  }
}

/** What the guest has done through the VMM, as a number that grows. Traps into its own kernel do not count. */
function eventsOf({ account: { exits }, memory }: Vm): number {
  const calls = ['device access', 'SBI call', 'hypercall'] as const;
  return calls.reduce((sum, name) => sum + (exits[name] ?? 0), memory.changes);
}

function isTimed({ clock, devices, vcpus }: Vm): boolean {
  const isAhead = (time: number) => time > clock.time && time < NEVER;
  return isAhead(devices.deadline) || vcpus.some(({ timer }) => isAhead(timer));
}

/** All that decides what a guest does next on a vCPU, except memory and devices. */
interface State {
  readonly kind: TraceEvent['kind'];
  readonly numbers: readonly number[];
  readonly x: Int32Array;
  readonly hartCsrs: Uint32Array;
}

/** A step that the hart has begun: it is one of the guest only if it does not exit to the VMM and begin again. */
interface Attempt {
  readonly state: State | 'as first' | 'other';
  readonly instruction: Instruction | undefined;
  readonly store: Store | undefined;
}

class VcpuWatch {
  /** Has it done anything that it, or another vCPU, may notice? */
  changes = false;
  /** The last exception that it has raised. */
  trap: TrapInLoop | undefined;
  readonly #vcpu: Vcpu;
  readonly #hart: Hart;
  #ran = false;
  /** Has it come back to a state in which it was? */
  #repeats = false;
  #first: State | undefined;
  #attempt: Attempt | undefined;

  constructor(vcpu: Vcpu, hart: Hart) {
    this.#vcpu = vcpu;
    this.#hart = hart;
  }

  /** Whether nothing but an event from outside can make it do something else. */
  get isStill(): boolean {
    const { kind } = this.#vcpu.state;
    return kind === 'stopped' || (kind === 'blocked' && !this.#ran) || this.#repeats;
  }

  attempt({ kind, word }: TraceEvent & { readonly kind: 'step' }): void {
    const instruction = decode(word);
    this.#attempt = {
      state: this.#look(kind),
      instruction,
      store: instruction && storeOf(this.#hart, instruction),
    };
  }

  see(event: TraceEvent): void {
    if (event.kind === 'step' && this.#attempt !== undefined) {
      const { state, instruction, store } = this.#attempt;
      this.#attempt = undefined;
      this.#pass(state);
      this.changes ||=
        (instruction !== undefined && isNoticed(instruction)) ||
        (store !== undefined && hasChanged(this.#hart, store));
    }
    if (event.kind === 'trap' && event.to === Mode.Supervisor && !isInterrupt(event.cause)) {
      const { cause, tval, pc } = event;
      this.trap = { cause, tval, pc, handler: (this.#vcpu.csr('stvec') & ~3) >>> 0 };
      this.#pass(this.#look('trap'));
    }
  }

  #pass(state: Attempt['state']): void {
    this.#ran = true;
    if (state === 'as first') {
      this.#repeats = true;
    } else if (state !== 'other') {
      this.#first ??= state;
    }
  }

  /** The present state, compared with the first one; a copy of it while there is no first one. */
  #look(kind: State['kind']): Attempt['state'] {
    const { x, csr, pc, mode, virtual, reservation } = this.#hart;
    const vcpu = this.#vcpu;
    const own = [virtual ? mode : vcpu.mode, ...supervisorCsrs.map((name) => vcpu.csr(name))];
    const numbers = [pc, mode, Number(virtual), reservation, ...own];
    const first = this.#first;
    if (first === undefined) {
      return { kind, numbers, x: x.slice(), hartCsrs: csr.values.slice() };
    }
    const same =
      kind === first.kind &&
      numbers.every((value, index) => value === first.numbers[index]) &&
      x.every((value, index) => value === first.x[index]) &&
      csr.values.every((value, number) => value === first.hartCsrs[number] || OF_TIME.includes(number));
    return same ? 'as first' : 'other';
  }
}

/** From the machine's time to the guest's: it changes with each exit. The guest notices when it reads a counter, which counts as a change. */
const OF_TIME: readonly number[] = [Csr.htimedelta, Csr.htimedeltah];
