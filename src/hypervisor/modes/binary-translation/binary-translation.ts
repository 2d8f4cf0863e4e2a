/**
 * Full virtualization by binary translation, for machines on which critical instructions fail silently in user mode. The guest is
 * unmodified. The hart fetches edited copies of the guest's code (edited-code.ts), in which critical instructions trap. All other
 * exits are those of trap and emulate. (Bugnion et al. 2012; Adams and Agesen 2006.)
 */
import { Cause, Csr, Mode, PAGE_BYTES, PTE_V, decode } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import type { ExecutionMode, Trap } from '../../cpu/index.js';
import { walkedEntries } from '../../memory/index.js';
import { CODE_COPIES, MAX_VCPUS, type OnHart } from '../../vm/index.js';
import { emulateInstruction } from '../common/index.js';
import { bootOnAllVcpus, type Exit, type Mapping, type PageFault } from '../deprivileged/index.js';
import { TrapAndEmulateGuest } from '../trap-and-emulate/index.js';
import { EditedCode } from './edited-code.js';
import { originalInstruction, wordAt } from './original-instruction.js';
import { STATE_PAGE } from './state-page.js';

export const binaryTranslation = {
  name: 'full/binary-translation',
  maxVcpus: MAX_VCPUS,
  boot(vm, services, tableFrames) {
    const { machine, parts } = services;
    const own = tableFrames.slice(0, CODE_COPIES + 1);
    let code: EditedCode | undefined; // all vCPUs share it, as they share the guest's memory
    const guests = bootOnAllVcpus(vm, services, tableFrames.slice(CODE_COPIES + 1), (vcpu, tables) => {
      code ??= new EditedCode(machine, tables, parts.translate, own);
      return new BinaryTranslationGuest(code, vm, vcpu, services, tables);
    });
    const { memory } = vm;
    const { onWrite, onMark } = memory;
    memory.onWrite = (frame) => {
      onWrite?.(frame);
      code?.forget(frame);
    };
    memory.onMark = (place) => {
      onMark?.(place);
      code?.forget(Math.floor(place / PAGE_BYTES));
    };
    return guests;
  },
} as const satisfies ExecutionMode;

class BinaryTranslationGuest extends TrapAndEmulateGuest {
  readonly #code: EditedCode;
  /** The vCPU's steps when the VMM decided that the next step is made with the guest's own bytes. */
  #plainStep = -1;
  readonly #onHart: OnHart = {
    readCsr: (csr) => this.#code.state.read(csr),
    ownWord: (pc, word) => this.#ownWord(pc, word),
  };

  constructor(code: EditedCode, ...rest: ConstructorParameters<typeof TrapAndEmulateGuest>) {
    super(...rest);
    this.#code = code;
    this.space.originalOf = (frame) => code.originalOf(frame);
    this.space.modesDiffer = true;
  }

  /** The guest makes one step with its own bytes. The VMM has looked at the instruction: it is none that fails silently. */
  get #isPlain(): boolean {
    return this.#plainStep === this.vcpu.steps;
  }

  get stepLimit(): number {
    return this.#isPlain ? 1 : Infinity;
  }

  override load(): void {
    this.space.secondView = this.#isPlain;
    this.#code.state.put(this.vcpu);
    super.load();
    this.vcpu.onHart = this.#onHart;
  }

  override save(): void {
    super.save();
    this.#code.state.take(this.vcpu);
    this.vcpu.onHart = undefined;
  }

  override deliverEvents(): void {
    const { interrupts } = this.vcpu;
    super.deliverEvents();
    if (this.vcpu.interrupts !== interrupts) {
      this.#plainStep = -1; // the next instruction is the handler's
    }
  }

  override handleTrap(trap: Trap): ExitName {
    const fetched = this.#isPlain ? undefined : this.space.lookupExecutable(this.vcpu.pc);
    if (fetched === undefined || !this.#code.isEdited(fetched)) {
      const exit = super.handleTrap(trap);
      if (exit === 'privileged instruction' && fetched !== undefined) {
        this.#code.countExit(fetched);
      }
      return exit;
    }
    if (trap.cause === Cause.LoadPageFault || trap.cause === Cause.StorePageFault) {
      if (this.#mapStatePage(trap)) {
        return 'page fault';
      }
      this.#code.countVain(fetched);
    } else {
      this.#code.countExit(fetched);
    }
    return this.#doOriginal();
  }

  /** A translation has met the state page where it is not mapped. Maps it for the guest's kernel, unless the guest has a page there. */
  #mapStatePage({ cause, tval }: Trap): boolean {
    const kind = cause === Cause.LoadPageFault ? 'load' : 'store';
    const access = { name: 'page fault', kind, address: tval >>> 0 } as const;
    const { vcpu, vm } = this;
    const { state } = this.#code;
    if (vcpu.mode !== Mode.Supervisor || state.isLost || access.address < STATE_PAGE) {
      return false;
    }
    const entries = walkedEntries(vm.memory, vcpu.readCsr(Csr.satp), access.address);
    const last = entries.at(-1);
    if (last !== undefined && (this.services.machine.memory.read32(last) & PTE_V) !== 0) {
      this.#code.loseStatePage();
      return false;
    }
    this.space.map(access, state.frame, { read: true, write: true, execute: false }, entries);
    return true;
  }

  /** A page fault of the guest itself, not of a translation. If it is in the page of the vCPU's registers, the guest needs that page. */
  protected override handle(exit: Exit): ExitName | undefined {
    if (exit.name === 'page fault' && exit.address >= STATE_PAGE && this.vcpu.mode === Mode.Supervisor) {
      this.#code.loseStatePage();
    }
    return super.handle(exit);
  }

  /**
   * The first view is what the guest's code is executed in: pages of code are not writable, and if they are edited, not readable.
   * The second view has the guest's own bytes with all rights of the guest.
   */
  override mapPage(access: PageFault, to: Mapping, entries: readonly number[]): ExitName | undefined {
    const { frame } = to;
    if (access.kind === 'store' && this.#code.has(frame)) {
      const ownPage = !this.#isPlain && this.#fetchesFrom(frame);
      this.#code.forget(frame);
      if (ownPage) {
        return this.#stepPlain(); // if the page were not executable now, the store could never be fetched
      }
    }
    if (this.#isPlain) {
      return super.mapPage(access, to, entries);
    }
    if (access.kind !== 'fetch' && !this.#code.has(frame)) {
      return super.mapPage(access, { ...to, execute: false }, entries);
    }
    const { fetched, refused } = this.#code.at(frame);
    if (refused && access.kind === 'fetch') {
      return this.#doOriginal('unseen');
    }
    if (refused || (fetched !== frame && access.kind !== 'fetch')) {
      return this.space.lookupExecutable(access.address) === undefined
        ? super.mapPage(access, { ...to, write: false, execute: false }, entries)
        : this.#stepPlain();
    }
    const read = to.read && fetched === frame;
    return super.mapPage(access, { ...to, frame: fetched, read, write: false }, entries);
  }

  /** Does the guest's own instruction at pc, where the hart has met an edit, or fetches nothing: then its trace knows nothing of the step. */
  #doOriginal(step: 'seen' | 'unseen' = 'seen'): ExitName {
    const word = originalInstruction(this);
    if (word === undefined) {
      return 'page fault';
    }
    if (step === 'unseen') {
      this.vcpu.tellStep(word);
    }
    if (!isSystem(word)) {
      return this.#stepPlain();
    }
    const instruction = decode(word);
    if (instruction === undefined) {
      return super.handle({ name: 'illegal instruction', word }) ?? 'illegal instruction';
    }
    emulateInstruction(this, instruction);
    return 'privileged instruction';
  }

  /** For observers: the guest's own instruction where the hart has fetched an edit. */
  #ownWord(pc: number, fetched: number): number | undefined {
    const at = this.#isPlain ? undefined : this.space.lookupExecutable(pc);
    return at !== undefined && this.#code.isEdited(at) ? wordAt(this, pc) : fetched;
  }

  #stepPlain(): ExitName {
    this.#plainStep = this.vcpu.steps;
    this.forgetFills();
    return 'edited code';
  }

  /** Whether the instruction at pc lies in this frame of the guest, with its first or last byte. */
  #fetchesFrom(frame: number): boolean {
    const { pc } = this.vcpu;
    return [pc, (pc + 2) >>> 0].some((at) => {
      const fetched = this.space.lookupExecutable(at);
      return fetched !== undefined && this.#code.originalOf(Math.floor(fetched / PAGE_BYTES)) === frame;
    });
  }
}

const ECALL = 0x0000_0073;
const EBREAK = 0x0010_0073;

/** An instruction that can only trap or fail silently in user mode. ECALL and EBREAK trap in any mode, and are no business of the VMM. */
function isSystem(word: number): boolean {
  return (word & 0x7f) === 0x73 && word !== ECALL && word !== EBREAK;
}
