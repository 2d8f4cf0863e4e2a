/**
 * One or more virtual machines on one machine, all run by the reference VMM. The first one has the terminal. When it has ended, what is
 * typed goes to the next one.
 */
import {
  tellSilentFailures,
  VMM_BYTES,
  Vmm,
  VmError,
  endStandstills,
  vmModes,
  watchSilentFailures,
  type SilentFailures,
  type Vm,
  type VmEnd,
  type VmMode,
  traceGuest,
  type VmOptions,
} from '../../../src/hypervisor/index.js';
import {
  Csr,
  ImageError,
  IRQ_S_EXTERNAL,
  PAGE_BYTES,
  type MachineOptions,
  type Tracer,
} from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { BootError } from './boot-error.js';
import type { Booted, BootedStop, GuestBytes } from './booted.js';
import { stillness } from './ending.js';
import { exitProfile } from './exit-profile.js';
import { LabelledLines } from './labelled-lines.js';
import type { Program } from './read-program.js';
import { sourceTableOf } from './source-table.js';

/** The most memory that a machine has, in bytes. */
const LARGEST_MEMORY = 2 ** 30;

export interface VmChoice {
  readonly mode: string;
  readonly vcpus: number;
  readonly exitProfile: boolean;
  /** More programs, each in a VM of its own. */
  readonly others: readonly { readonly program: Program; readonly disk?: Uint8Array }[];
}

export class VirtualMachines implements Booted {
  readonly #vmm: Vmm;
  readonly #vms: readonly Vm[];
  readonly #profile: boolean;
  /** Of a machine with holes: which instructions failed silently, in words. */
  readonly #failures: () => readonly string[];
  readonly #others: LabelledLines[] = [];

  /** BootError where a program cannot run in a VM, or does not fit. */
  constructor(program: Program, machine: Omit<MachineOptions, 'firmware'>, choice: VmChoice) {
    const { memoryBytes, profile, misaligned, accessedDirty, disk, virtio } = machine;
    const mode = vmMode(choice.mode);
    const all = [{ program, ...(disk === undefined ? {} : { disk }) }, ...choice.others];
    const size = Math.ceil(memoryBytes / PAGE_BYTES) * PAGE_BYTES;
    if (VMM_BYTES + all.length * size > LARGEST_MEMORY) {
      const room = Math.floor((LARGEST_MEMORY - VMM_BYTES) / all.length / 2 ** 20);
      throw new BootError(
        `--memory: ${all.length} VM(s) of ${size} bytes do not fit into the machine; each may have ${room}M`,
      );
    }
    this.#profile = choice.exitProfile;
    try {
      this.#vmm = new Vmm({
        memoryBytes: all.length * size,
        parts: referenceParts,
        ...(profile && { profile }),
        ...(misaligned && { misaligned }),
        ...(accessedDirty && { accessedDirty }),
      });
      this.#vms = all.map(({ program: { image, firmware, file }, disk: own }) => {
        if (firmware === 'none') {
          throw new BootError(
            `${file}: brings its own machine mode, which a VM does not have: ` +
              'give an S-mode kernel (--firmware sbi, if this is one), or leave --mode out',
          );
        }
        const options: VmOptions = { mode, image, memoryBytes: size, vcpus: choice.vcpus, deviceTree: true };
        return this.#vmm.createVm({ ...options, ...(virtio && { virtio }), ...(own && { disk: own }) });
      });
    } catch (error) {
      if (error instanceof ImageError || error instanceof VmError || error instanceof RangeError) {
        throw new BootError(error.message);
      }
      throw error;
    }
    this.#failures =
      profile !== undefined && profile.holes.size > 0
        ? this.#watch(all.map((one) => one.program.file))
        : () => [];
    for (const [index, { devices }] of this.#vms.entries()) {
      if (index > 0) {
        const lines = new LabelledLines(index + 1);
        devices.uart.listener = (byte) => lines.add(byte);
        this.#others.push(lines);
      }
    }
  }

  #watch(files: readonly string[]): () => readonly string[] {
    const failures: SilentFailures = watchSilentFailures(this.#vmm, referenceParts.emulate);
    return () => tellSilentFailures(failures, (address, vm) => sourceTableOf(files[vm]!)(address));
  }

  get #first(): Vm {
    return this.#vms[0]!;
  }
  /** The VM to which is typed. */
  get #current(): Vm {
    return this.#vms.find(({ end }) => end === undefined) ?? this.#first;
  }
  get end(): BootedStop | undefined {
    return this.#vms.length === 1 ? undefined : this.#first.end;
  }
  get uart() {
    return this.#current.devices.uart;
  }
  get time(): number {
    return this.#current.clock.time;
  }
  get steps(): number {
    return this.#current.steps;
  }
  get pc(): number {
    return this.#current.vcpu.pc;
  }
  get memory(): GuestBytes {
    return this.#first.memory;
  }
  get takesInterrupts(): boolean {
    return this.#current.vcpus.some((vcpu) => (vcpu.readCsr(Csr.sie) & (1 << IRQ_S_EXTERNAL)) !== 0);
  }

  /** What the guest of the first VM does, not the hart below it. */
  trace(tracer: Tracer): () => void {
    return traceGuest(this.#vmm.machine, this.#first, tracer);
  }

  /** As on the bare machine, a guest that has run idle goes on after its WFI. */
  run(maxSteps: number): BootedStop {
    this.#resume();
    this.#vmm.run(maxSteps);
    return this.#stop();
  }

  #resume(): void {
    if (this.#vms.every(({ end }) => end !== undefined)) {
      this.#vms.forEach((vm) => vm.resume());
    }
  }

  #stop(): BootedStop {
    const ends = this.#vms.map(({ end }) => end);
    const idle = ends.find((end) => end?.kind === 'idle' || end?.kind === 'standstill');
    return ends.includes(undefined) ? { kind: 'budget' } : (idle ?? this.#first.end!);
  }

  look(): BootedStop {
    this.#resume();
    endStandstills(this.#vmm);
    return this.#stop();
  }

  takeOtherOutput(): Uint8Array {
    this.#others.forEach((lines, index) => {
      if (this.#vms[index + 1]!.end !== undefined) {
        lines.end();
      }
    });
    return Buffer.concat(this.#others.map((lines) => lines.take()));
  }

  report(): readonly string[] {
    const others = this.#vms.slice(1).map(({ end }, index) => {
      const how = end === undefined ? 'did not end' : tellEnd(end);
      return `VM ${index + 2} ${how}`;
    });
    return [...others, ...(this.#profile ? exitProfile(this.#vmm) : []), ...this.#failures()];
  }
}

function tellEnd(end: VmEnd): string {
  switch (end.kind) {
    case 'finished':
      return `ended with code ${end.code}`;
    case 'reset':
      return 'asked for a restart';
    case 'idle':
      return 'waits for an interrupt that can never come';
    case 'standstill':
      return `stands still: ${stillness(end.trap)}`;
    case 'ended':
      return `was ended by the VMM: ${end.reason}`;
  }
}

function vmMode(name: string): VmMode {
  const mode = vmModes.find((known) => known === name);
  if (mode === undefined) {
    throw new BootError(`--mode ${name}: there is no such mode; the modes are bare, ${vmModes.join(', ')}`);
  }
  return mode;
}
