/**
 * The virtio transports of the board: the disk is in slot 0, the console in slot 1, and the other slots are empty. Teaching
 * kernels look for their disk in slot 0. (On QEMU this takes `bus=virtio-mmio-bus.0`: without it, devices fill the slots
 * from the last.)
 */
import { interruptingDevice } from './device-tree.js';
import type { TreeNode } from './flattened-tree.js';
import { type DeviceMemory, VIRTIO_IRQ, VIRTIO_SLOTS, VIRTIO_STRIDE } from '../memory/index.js';
import {
  type BytePort,
  CONSOLE_RECEIVE_QUEUE,
  VirtioBlock,
  VirtioConsole,
  type VirtioDevice,
  type VirtioLayout,
  VirtioTransport,
} from './virtio/index.js';

export interface VirtioOptions {
  /** A virtio disk in slot 0: whole sectors of 512 bytes. The program's writes change this array. Default: none. */
  readonly disk?: Uint8Array;
  /** A virtio console in slot 1, with the same input and output as the UART. Default: false. */
  readonly virtioConsole?: boolean;
  /** The registers of the virtio transports: from before the standard, or as in virtio 1. Default: 'legacy', as on QEMU. */
  readonly virtio?: VirtioLayout;
}

const DISK_SLOT = 0;
const CONSOLE_SLOT = 1;

export class VirtioBoard {
  readonly transports: readonly VirtioTransport[];

  /** `connect` is called when an interrupt line changes, with the number of its source at the PLIC. */
  constructor(
    memory: DeviceMemory,
    connect: (source: number, raised: boolean) => void,
    port: BytePort,
    { disk, virtioConsole = false, virtio = 'legacy' }: VirtioOptions,
  ) {
    const devices: VirtioDevice[] = [];
    if (disk !== undefined) {
      devices[DISK_SLOT] = new VirtioBlock(disk);
    }
    if (virtioConsole) {
      devices[CONSOLE_SLOT] = new VirtioConsole(port);
    }
    this.transports = Array.from({ length: VIRTIO_SLOTS }, (_, slot) => {
      const interrupt = (raised: boolean) => connect(VIRTIO_IRQ + slot, raised);
      return new VirtioTransport(slot, memory, virtio, interrupt, devices[slot]);
    });
  }

  /** The nodes of the transports for the device tree. */
  get nodes(): TreeNode[] {
    return this.transports.map(({ base }, slot) =>
      interruptingDevice('virtio_mmio', base, VIRTIO_STRIDE, VIRTIO_IRQ + slot, 'virtio,mmio'),
    );
  }

  reset(): void {
    this.transports.forEach((transport) => transport.reset());
  }

  /** Tells the console that there is input. */
  announceInput(): void {
    this.transports[CONSOLE_SLOT]!.serve(CONSOLE_RECEIVE_QUEUE);
  }
}
