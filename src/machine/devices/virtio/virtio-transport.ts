/**
 * The registers through which a driver finds a virtio device, agrees on features, sets up queues and notifies the device.
 * Virtio 1.2, section 4.2. There are two layouts: version 2, and version 1 for drivers that are older than the standard
 * ("legacy", 4.2.4). QEMU's `virt` board has version 1 unless it is told otherwise.
 *
 * A request is served at once, while the driver writes its notification, so that each run is the same.
 */
import {
  type Device,
  type DeviceMemory,
  VIRTIO_BASE,
  VIRTIO_BYTES,
  VIRTIO_STRIDE,
} from '../../memory/index.js';
import * as reg from './virtio-registers.js';
import { VirtioQueues } from './virtio-queues.js';
import type { Chain, Virtqueue } from './virtqueue.js';

export type VirtioLayout = 'legacy' | 'modern';

/** A device that is reached through a transport: a disk or a console. */
export interface VirtioDevice {
  /** 2 for a disk, 3 for a console (section 5). */
  readonly deviceId: number;
  /** The device's own feature bits, all below 32. */
  readonly features: number;
  readonly queues: number;
  /** How many descriptors a queue has until the driver says it. On QEMU there is such a number, and some drivers rely on it. */
  readonly queueSize: number;
  /** The device's configuration. Drivers can only read it. */
  readonly config: Uint8Array;
  /** Tells whether the device can use a buffer of this queue now. */
  wants(queue: number): boolean;
  /**
   * Serves a request. Returns how many of the writable bytes were written, counted from the first one; undefined if the
   * request is malformed.
   */
  serve(queue: number, chain: Chain): number | undefined;
}

/**
 * The most bytes that are moved for one access to a register, so that a driver cannot keep the machine busy for long with
 * one step. The rest is done when the driver acknowledges the interrupt. It gets this interrupt even if it asked for none.
 */
const WORK_AT_ONCE = 4 * 1024 * 1024;
const WORK_OF_A_REQUEST = 4096; // counted for each request, so that empty requests reach the limit too

export class VirtioTransport implements Device {
  readonly base: number;
  readonly bytes = VIRTIO_BYTES;
  readonly #device: VirtioDevice | undefined;
  readonly #legacy: boolean;
  readonly #interrupt: (raised: boolean) => void;
  readonly #queues: VirtioQueues;
  readonly #unfinished = new Set<number>(); // queues with more than WORK_AT_ONCE to do
  readonly #features: readonly number[]; // two words: the features that the device offers
  readonly #driverFeatures = [0, 0];
  #deviceFeaturesSelected = 0;
  #driverFeaturesSelected = 0;
  #status = 0;
  #interruptStatus = 0;

  /** Transport number `slot` of the board. Without a device, its registers tell a driver that there is none. */
  constructor(
    slot: number,
    memory: DeviceMemory,
    layout: VirtioLayout,
    interrupt: (raised: boolean) => void,
    device?: VirtioDevice,
  ) {
    this.base = VIRTIO_BASE + slot * VIRTIO_STRIDE;
    this.#device = device;
    this.#legacy = layout === 'legacy';
    this.#interrupt = interrupt;
    const own = device?.features ?? 0;
    this.#features = this.#legacy ? [own + reg.VIRTIO_F_ANY_LAYOUT, 0] : [own, reg.VIRTIO_F_VERSION_1];
    this.#queues = new VirtioQueues(device?.queues ?? 0, device?.queueSize ?? 0, memory, this.#legacy);
  }

  /** The board is reset: everything is as on a new machine. */
  reset(): void {
    this.#resetDevice();
    this.#queues.reset();
    this.#deviceFeaturesSelected = this.#driverFeaturesSelected = 0;
  }

  /** The driver resets the device (2.4). The selectors of feature words stay, as on QEMU: they belong to the transport. The
   * devices themselves have no state that a reset clears: the disk keeps its data, and the console what was typed. */
  #resetDevice(): void {
    this.#queues.stop();
    this.#driverFeatures.fill(0);
    this.#unfinished.clear();
    this.#status = this.#interruptStatus = 0;
    this.#interrupt(false);
  }

  /** The registers have 32 bits. As on QEMU, accesses of other widths read 0 and write nothing. */
  read(offset: number, size: number): number {
    if (offset >= reg.Config) {
      return this.#readConfig(offset - reg.Config, size);
    }
    if (size !== 4) {
      return 0;
    }
    switch (offset) {
      case reg.MagicValue:
        return reg.VIRTIO_MAGIC;
      case reg.Version:
        return this.#legacy ? 1 : 2;
      case reg.VendorID:
        return reg.VIRTIO_VENDOR;
      default:
        return this.#device === undefined ? 0 : this.#readDevice(offset, this.#device);
    }
  }

  write(offset: number, size: number, value: number): boolean {
    if (size === 4 && offset < reg.Config && this.#device !== undefined) {
      this.#writeDevice(offset, value);
    }
    return true;
  }

  /** Serves this queue if the driver is ready. Called when something has happened outside, such as new input. */
  serve(index: number): void {
    const queue = this.#queues.list[index];
    if (this.#device !== undefined && queue?.ready === true && this.#isLive(queue)) {
      this.#serveQueue(this.#device, index, queue);
    }
  }

  #readConfig(offset: number, size: number): number {
    let value = 0;
    for (let index = size - 1; index >= 0; index -= 1) {
      value = value * 256 + (this.#device?.config[offset + index] ?? 0);
    }
    return value;
  }

  #readDevice(offset: number, device: VirtioDevice): number {
    switch (offset) {
      case reg.DeviceID:
        return device.deviceId;
      case reg.DeviceFeatures:
        return this.#features[this.#deviceFeaturesSelected] ?? 0;
      case reg.InterruptStatus:
        return this.#interruptStatus;
      case reg.Status:
        return this.#status;
      case reg.SHMLenLow:
      case reg.SHMLenHigh:
      case reg.SHMBaseLow:
      case reg.SHMBaseHigh:
        return this.#legacy ? 0 : 0xffff_ffff;
      default:
        return this.#queues.read(offset);
    }
  }

  #writeDevice(offset: number, value: number): void {
    switch (offset) {
      case reg.DeviceFeaturesSel:
        this.#deviceFeaturesSelected = value;
        break;
      case reg.DriverFeatures:
        if (this.#driverFeaturesSelected < 2) {
          this.#driverFeatures[this.#driverFeaturesSelected] = value;
        }
        break;
      case reg.DriverFeaturesSel:
        this.#driverFeaturesSelected = value;
        break;
      case reg.QueueNotify:
        this.serve(value);
        break;
      case reg.InterruptACK:
        this.#signal(this.#interruptStatus & ~value);
        this.#resume();
        break;
      case reg.Status:
        this.#setStatus(value & 0xff);
        break;
      case reg.QueuePFN:
        // The driver gives up a queue (4.2.4). As on QEMU, this resets the device.
        if (this.#legacy && value === 0) {
          this.#resetDevice();
          break;
        }
        this.#queues.write(offset, value);
        break;
      default:
        this.#queues.write(offset, value);
    }
  }

  #setStatus(value: number): void {
    if (value === 0) {
      this.#resetDevice();
      return;
    }
    const before = this.#status;
    this.#status = value | (before & reg.DEVICE_NEEDS_RESET);
    const asked = this.#driverFeatures.some((word, index) => (word & ~this.#features[index]!) !== 0);
    if (!this.#legacy && asked) {
      this.#status &= ~reg.FEATURES_OK; // the device does not accept these features (2.2.2)
    }
    if ((this.#status & ~before & reg.DRIVER_OK) !== 0) {
      this.#queues.list.forEach((_, index) => this.serve(index)); // serves the requests that were made before
    }
  }

  /** A modern driver must set DRIVER_OK first (3.1.1). Legacy drivers are known to make requests before they do so. */
  #isLive(queue: Virtqueue): boolean {
    const driverReady = this.#legacy || (this.#status & reg.DRIVER_OK) !== 0;
    return driverReady && !queue.broken && (this.#status & reg.DEVICE_NEEDS_RESET) === 0;
  }

  #serveQueue(device: VirtioDevice, index: number, queue: Virtqueue): void {
    let work = 0;
    let used = false;
    while (work < WORK_AT_ONCE && device.wants(index)) {
      const chain = queue.take();
      if (chain === undefined) {
        break;
      }
      const written = chain === 'broken' ? undefined : device.serve(index, chain);
      if (chain === 'broken' || written === undefined) {
        this.#breakDown(queue);
        return;
      }
      queue.giveBack(chain, written);
      used = true;
      work += WORK_OF_A_REQUEST + chain.readableBytes + chain.writableBytes;
    }
    if (work >= WORK_AT_ONCE) {
      this.#unfinished.add(index);
    }
    if (used && (work >= WORK_AT_ONCE || queue.wantsInterrupt())) {
      this.#signal(this.#interruptStatus | reg.USED_BUFFER);
    }
  }

  /** Goes on with a queue that had too much work for one access. */
  #resume(): void {
    const [index] = this.#unfinished;
    if (index !== undefined) {
      this.#unfinished.delete(index);
      this.serve(index);
    }
  }

  /** Stops serving a queue, after a mistake of the driver that no status byte can report (2.1.2). */
  #breakDown(queue: Virtqueue): void {
    queue.broken = true;
    if (!this.#legacy) {
      this.#status |= reg.DEVICE_NEEDS_RESET;
      this.#signal(this.#interruptStatus | reg.CONFIGURATION_CHANGE);
    }
  }

  #signal(status: number): void {
    this.#interruptStatus = status;
    this.#interrupt(status !== 0);
  }
}
