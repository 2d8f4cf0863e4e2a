/**
 * The virtual devices of a VM: the machine's own models, on a bus of the VM's. So a guest finds the same board in a VM as on the bare
 * machine. The devices read and write the VM's memory by guest-physical addresses, and count the VM's virtual time.
 */
import { Board, type DeviceMemory, type Ending, type Uart, type VirtioOptions } from '../../machine/index.js';
import type { VirtualClock } from './virtual-clock.js';

export interface DeviceOptions extends VirtioOptions {
  /** How many vCPUs the interrupt controller serves. Default: 1. */
  readonly vcpus?: number;
}

export class VirtualDevices {
  readonly #board: Board;

  /** `end` is called when the guest asks its finisher to end the run. */
  constructor(
    memory: DeviceMemory,
    clock: VirtualClock,
    { vcpus = 1, ...virtio }: DeviceOptions,
    end: (ending: Ending) => void,
  ) {
    this.#board = new Board(memory, clock, { harts: vcpus, timersOff: true, ...virtio }, end);
  }

  /** The serial port. Its line is the VM's console. */
  get uart(): Uart {
    return this.#board.uart;
  }

  /** Whether there is a device at this guest-physical address (a number of up to 34 bits). */
  answersAt(address: number): boolean {
    return this.#board.bus.reaches(address);
  }

  /** What a load of 1, 2 or 4 bytes reads (unsigned); undefined where no device answers such an access. */
  read(address: number, size: number): number | undefined {
    return this.#board.bus.read(address, size);
  }

  /** Stores the low `size` bytes of `value`; false where no device answers such an access. */
  write(address: number, size: number, value: number): boolean {
    const unused = 32 - 8 * size;
    return this.#board.bus.write(address, size, (value << unused) >>> unused);
  }

  /** Whether the interrupt controller offers an interrupt to the S-mode of a vCPU. */
  interrupts(vcpu: number): boolean {
    this.#board.rtc.update();
    return this.#board.plic.supervisorLine(vcpu);
  }

  /** The virtual time at which a device next does something by itself; Infinity: never. */
  get deadline(): number {
    return this.#board.rtc.deadline;
  }

  /** The device tree that describes this board. */
  describe(memoryBytes: number, vcpus: number): Uint8Array {
    return this.#board.describe(memoryBytes, vcpus, false);
  }

  putByte(byte: number): void {
    this.uart.putByte(byte);
  }

  /** The next byte of input, or -1. */
  getByte(): number {
    return this.uart.getByte();
  }

  pushInput(text: string): void {
    this.uart.pushInput(text);
  }

  /** What the guest has printed so far. */
  consoleOutput(): string {
    return this.uart.output();
  }
}
