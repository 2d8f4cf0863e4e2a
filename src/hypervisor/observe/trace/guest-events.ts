/**
 * The events of one VM's guest, in the form in which a bare machine tells its own (src/machine/isa/trace.ts): its steps, CSR writes,
 * changes of mode, and traps. The VM exits do not appear: the guest does not see them either.
 *
 * They are made from two sources. The hart tells what it executes; an instruction that exits, and is executed again after the exit, is
 * told once, and where the hart executes an edit of the guest's code, the guest's own instruction is told. The vCPU tells of the traps
 * that the VMM gives to the guest, and of instructions that the VMM alone has fetched. Walks of page tables are not told: the hart walks tables
 * that the guest never sees.
 */
import {
  Cause,
  Csr,
  Mode,
  decode,
  isInterrupt,
  type Instruction,
  type Machine,
  type TraceEvent,
} from '../../../machine/index.js';
import { supervisorCsrNumbers, type Vcpu, type Vm } from '../../vm/index.js';

type Step = TraceEvent & { readonly kind: 'step' };
type TrapEvent = TraceEvent & { readonly kind: 'trap' };

const NOT_VIRTUAL = { fromVirtual: false, toVirtual: false };
const modes = (from: number, to: number) => ({ from, fromVirtual: false, to, toVirtual: false });

/** Is told of an event of a guest, and on which vCPU it happened. */
export type GuestTracer = (event: TraceEvent, vcpu: Vcpu) => void;

/**
 * From now on `tracer` is told of what the guest of `vm` does: of a step when it is over. `onAttempt` is told of each step of the hart
 * before it is executed, also of those that exit to the VMM and begin again. Returns the function that ends it. Somebody else may trace
 * the same guest already, and goes on: whoever begins later must end first.
 */
export function traceGuest(
  machine: Machine,
  vm: Vm,
  tracer: GuestTracer,
  onAttempt?: (event: Step, vcpu: Vcpu) => void,
): () => void {
  const events = new GuestEvents(vm, tracer, onAttempt);
  const outer = machine.trace;
  machine.trace = (event) => {
    outer?.(event);
    events.hear(event);
  };
  const outerTraces = vm.vcpus.map(({ trace }) => trace);
  for (const [index, vcpu] of vm.vcpus.entries()) {
    vcpu.trace = (event) => {
      outerTraces[index]?.(event);
      if (event.kind === 'step') {
        events.beginInVmm(vcpu, event);
      } else {
        events.flush();
        events.tell(event, vcpu);
      }
    };
  }
  return () => {
    events.flush();
    machine.trace = outer;
    vm.vcpus.forEach((vcpu, index) => (vcpu.trace = outerTraces[index]));
  };
}

/** A step that the hart has begun. */
interface Pending {
  readonly vcpu: Vcpu;
  /** As the guest counts it. */
  readonly event: Step;
  /** The hart executes another instruction than the guest's own. */
  readonly edited: boolean;
  /** The steps that the vCPU has made before. */
  readonly before: number;
}

class GuestEvents {
  readonly #vm: Vm;
  readonly #tracer: GuestTracer;
  readonly #onAttempt: ((event: Step, vcpu: Vcpu) => void) | undefined;
  #pending: Pending | undefined;
  /** The hart has come to the VMM since the pending step began. */
  #exited = false;
  /** The vCPU that runs, and the machine's steps when it was entered. */
  #entered: { readonly vcpu: Vcpu; readonly machineSteps: number; readonly vmSteps: number } | undefined;

  constructor(vm: Vm, tracer: GuestTracer, onAttempt?: (event: Step, vcpu: Vcpu) => void) {
    this.#vm = vm;
    this.#tracer = tracer;
    this.#onAttempt = onAttempt;
  }

  tell(event: TraceEvent, vcpu: Vcpu): void {
    this.#tracer(event, vcpu);
  }

  /** An event of the hart. */
  hear(event: TraceEvent): void {
    const vcpu = this.#vm.vcpus.find(({ state }) => state.kind === 'running');
    if (vcpu === undefined) {
      this.#entered = undefined; // another VM runs
      return;
    }
    switch (event.kind) {
      case 'step':
        this.#begin(vcpu, event);
        break;
      case 'trap':
        this.#trap(vcpu, event);
        break;
      case 'mode':
        if (event.fromVirtual && event.toVirtual) {
          this.#now(vcpu, { ...event, ...NOT_VIRTUAL });
        }
        break;
      case 'csr':
        this.#now(vcpu, { ...event, csr: asGuestNamesIt(event.csr) });
        break;
      case 'walk':
        break;
    }
  }

  /** Tells the pending step, if the guest has really made it. */
  flush(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined || (this.#exited && pending.vcpu.steps <= pending.before)) {
      return; // the exit was for the VMM alone: the hart executes the instruction again
    }
    this.tell(pending.event, pending.vcpu);
    if (this.#exited || pending.edited) {
      this.#tellEffects(pending);
    }
  }

  /** The VMM makes a step, with an instruction that the hart has not fetched. */
  beginInVmm(vcpu: Vcpu, event: Step): void {
    this.flush();
    this.#exited = true;
    this.#pending = { vcpu, event: { ...event, step: this.#vm.steps }, edited: false, before: vcpu.steps };
    this.#onAttempt?.(event, vcpu);
  }

  #begin(vcpu: Vcpu, event: Step): void {
    this.flush();
    const { vm, entered } = { vm: this.#vm, entered: this.#entered };
    if (entered?.vcpu !== vcpu || entered.vmSteps !== vm.steps || this.#exited) {
      this.#entered = { vcpu, machineSteps: event.step, vmSteps: vm.steps };
    }
    this.#exited = false;
    const since = event.step - this.#entered!.machineSteps;
    const mode = event.virtual ? event.mode : vcpu.mode;
    const { onHart } = vcpu;
    const word = onHart === undefined ? event.word : onHart.ownWord(event.pc, event.word);
    if (word === undefined) {
      return; // the guest's own fetch faults: no step
    }
    this.#pending = {
      vcpu,
      event: { ...event, word, mode, virtual: false, step: vm.steps + since },
      edited: word !== event.word,
      before: vcpu.steps + since,
    };
    this.#onAttempt?.({ ...event, word }, vcpu);
  }

  #trap(vcpu: Vcpu, event: TrapEvent): void {
    if (event.toVirtual) {
      this.#now(vcpu, { ...event, ...NOT_VIRTUAL, cause: asGuestNumbersIt(event.cause) });
    } else {
      if (this.#pending?.vcpu !== vcpu || this.#pending.event.pc !== event.pc) {
        this.flush(); // that step is over: the hart could not fetch the next instruction
      }
      this.#exited = true;
    }
  }

  /** The hart itself does to the guest what a hart does to a program. */
  #now(vcpu: Vcpu, event: TraceEvent): void {
    this.flush();
    this.tell(event, vcpu);
  }

  /**
   * What the VMM, or an edit, has done in place of the guest's own instruction, and what the vCPU did not tell itself. It tells of traps
   * before they begin. An edit that did not exit has completed.
   */
  #tellEffects({ vcpu, event: { pc, mode, word } }: Pending): void {
    const instruction = decode(word);
    if (instruction?.name === 'ecall' && mode === Mode.Supervisor) {
      const call = { cause: Cause.EcallFromS, tval: 0, ...modes(mode, Mode.Machine) };
      this.tell({ kind: 'trap', pc, ...call }, vcpu);
      return;
    }
    const csr = instruction && writtenCsr(instruction);
    if (csr !== undefined && (!this.#exited || vcpu.pc === (pc + 4) >>> 0)) {
      this.tell({ kind: 'csr', pc, csr, value: vcpu.presentCsr(csr) }, vcpu);
    }
    if (vcpu.mode !== mode) {
      this.tell({ kind: 'mode', ...modes(mode, vcpu.mode) }, vcpu);
    }
  }
}

/** VS-mode's CSRs have numbers of their own; the guest uses those of S-mode (privileged specification 1.12, section 8.2). */
function asGuestNamesIt(csr: number): number {
  const ofGuest = csr >= Csr.vsstatus && csr <= Csr.vsatp;
  return ofGuest ? csr - (Csr.vsstatus - Csr.sstatus) : csr;
}

/** An interrupt of VS-mode has the number after that of S-mode, and the guest finds the latter in scause (section 8.2.2). */
function asGuestNumbersIt(cause: number): number {
  return isInterrupt(cause) ? cause - 1 : cause;
}

const known = new Set(supervisorCsrNumbers);

/** The CSR that an instruction writes, if it is one of the guest's own. */
function writtenCsr({ name, format, rs1, imm }: Instruction): number | undefined {
  const isCsr = format === 'csr' || format === 'csri';
  const writes = name.startsWith('csrrw') || rs1 !== 0; // rs1 holds the immediate too
  return isCsr && writes && known.has(imm) ? imm : undefined;
}
