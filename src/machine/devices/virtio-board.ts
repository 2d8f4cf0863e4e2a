/**
 * The virtio transports of the board: the disk at slot 0, the console at slot 1, nothing in the others. Slot 0 is where
 * teaching kernels look for their disk; on QEMU that takes `bus=virtio-mmio-bus.0`, or devices fill the slots from the last.
 */
import { interruptingDevice } from './device-tree.js';
import type { TreeNode } from './flattened-tree.js';
import { type Memory, VIRTIO_IRQ, VIRTIO_SLOTS, VIRTIO_STRIDE } from '../memory/index.js';
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
  /** A virtio disk at slot 0: whole sectors of 512 bytes, which are written to in place. Default: none. */
  readonly disk?: Uint8Array;
  /** A virtio console at slot 1, which prints and reads where the UART does. Default: false. */
  readonly virtioConsole?: boolean;
  /** The registers of the virtio transports, as of old or as in virtio 1. Default: 'legacy', as on QEMU's board. */
  readonly virtio?: VirtioLayout;
}

const DISK_SLOT = 0;
const CONSOLE_SLOT = 1;

export class VirtioBoard {
  readonly transports: readonly VirtioTransport[];

  /** `connect` is told of the interrupt lines, by their sources at the PLIC. */
  constructor(
    memory: Memory,
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

  /** The transports in the device tree. */
  get nodes(): TreeNode[] {
    return this.transports.map(({ base }, slot) =>
      interruptingDevice('virtio_mmio', base, VIRTIO_STRIDE, VIRTIO_IRQ + slot, 'virtio,mmio'),
    );
  }

  reset(): void {
    this.transports.forEach((transport) => transport.reset());
  }

  /** The port has input. */
  announceInput(): void {
    this.transports[CONSOLE_SLOT]!.serve(CONSOLE_RECEIVE_QUEUE);
  }
}
