/** A kernel that runs for a while, on the bare machine or in a VM: what side-by-side.ts compares two of. */
import { Csr, Machine, strict, type Image, type Profile } from '../../../machine/index.js';
import type { VmMode } from '../../modes/index.js';
import type { Parts } from '../../parts/index.js';
import { supervisorCsrs, type Vm } from '../../vm/index.js';
import { Vmm } from '../../vmm/index.js';
import { recordBare } from '../run/index.js';
import { recordTrace } from '../trace/index.js';

export interface KernelOnSide {
  readonly image: Image;
  readonly disk: Uint8Array;
  readonly profile: Profile;
  readonly mode: VmMode;
  /** Of the bare machine and of the VM. */
  readonly memoryBytes: number;
}

export interface Side {
  readonly steps: number;
  readonly console: string;
  /** How it has ended; undefined while it runs. */
  readonly end: string | undefined;
  type(text: string): void;
  run(steps: number): void;
  /** The same, as a trace. */
  record(steps: number): readonly string[];
  /** All that its kernel can see but memory, by name. */
  state(): Record<string, string>;
  memory(): { readonly base: number; readonly bytes: Uint8Array };
}

export class BareSide implements Side {
  readonly #machine: Machine;
  end: string | undefined;

  /** A guest has no guests: it sees hardware without the hypervisor extension, even where its VMM has that. */
  constructor({ image, disk, profile, memoryBytes }: KernelOnSide) {
    const seen = profile.hypervisor ? strict : profile;
    const options = { memoryBytes, profile: seen, firmware: 'sbi', deviceTree: true } as const;
    this.#machine = new Machine({ ...options, disk: Uint8Array.from(disk) });
    this.#machine.load(image);
  }

  get steps(): number {
    return this.#machine.steps;
  }

  get console(): string {
    return this.#machine.consoleOutput();
  }

  type(text: string): void {
    this.#machine.pushInput(text);
  }

  run(steps: number): void {
    const { kind, ...stop } = this.#machine.run(steps);
    this.end = kind === 'budget' ? undefined : JSON.stringify({ kind, ...stop });
  }

  record(steps: number): readonly string[] {
    return recordBare(this.#machine, steps).lines;
  }

  state(): Record<string, string> {
    const { hart, time } = this.#machine;
    const csrs = supervisorCsrs.map((name) => [name, hart.readCsr(Csr[name]) >>> 0] as const);
    return stateOf(this, time, hart, csrs);
  }

  memory(): { readonly base: number; readonly bytes: Uint8Array } {
    const { base, bytes } = this.#machine.memory;
    return { base, bytes };
  }
}

export class VmSide implements Side {
  readonly #vmm: Vmm;
  readonly #vm: Vm;

  constructor({ image, disk, profile, mode, memoryBytes }: KernelOnSide, parts: Parts) {
    this.#vmm = new Vmm({ memoryBytes, profile, parts });
    const options = { mode, image, memoryBytes, deviceTree: true, disk: Uint8Array.from(disk) };
    this.#vm = this.#vmm.createVm(options);
  }

  get steps(): number {
    return this.#vm.steps;
  }

  get console(): string {
    return this.#vm.devices.consoleOutput();
  }

  get end(): string | undefined {
    return this.#vm.end && JSON.stringify(this.#vm.end);
  }

  type(text: string): void {
    this.#vm.devices.pushInput(text);
  }

  run(steps: number): void {
    this.#vmm.run(steps);
  }

  record(steps: number): readonly string[] {
    recordTrace(this.#vm);
    this.#vmm.run(steps);
    return this.#vm.recorder!.lines;
  }

  state(): Record<string, string> {
    const { vcpu, clock } = this.#vm;
    const csrs = supervisorCsrs.map((name) => [name, vcpu.csr(name) >>> 0] as const);
    return stateOf(this, clock.time, vcpu, csrs);
  }

  memory(): { readonly base: number; readonly bytes: Uint8Array } {
    const { base, size } = this.#vm.memory;
    return { base, bytes: this.#vm.memory.readBytes(base, size) };
  }
}

/** sip is left out: its bits follow the timer and the devices only when the next step begins. */
function stateOf(
  { end, console, steps }: Side,
  time: number,
  { pc, mode, x }: { readonly pc: number; readonly mode: number; readonly x: Int32Array },
  csrs: readonly (readonly [name: string, value: number])[],
): Record<string, string> {
  const own = { pc: pc >>> 0, mode, registers: x.join(' '), end, console, steps, time };
  const all = { ...own, ...Object.fromEntries(csrs), sip: '' };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]));
}
