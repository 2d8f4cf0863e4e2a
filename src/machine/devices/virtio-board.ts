/**
 * The virtio transports of the board: the disk at slot 0, the console at slot 1, nothing in the others. Slot 0 is where
 * teaching kernels look for their disk; on QEMU that takes `bus=virtio-mmio-bus.0`, or devices fill the slots from the last.
 */
import { interruptingDevice } from './device-tree.js';
import type { TreeNode } from './flattened-tree.js';
import type { Memory } from '../memory/memory.js';
import { VIRTIO_IRQ, VIRTIO_SLOTS, VIRTIO_STRIDE } from '../memory/memory-map.js';
import { VirtioBlock } from './virtio/virtio-block.js';
import { CONSOLE_RECEIVE_QUEUE, VirtioConsole, type BytePort } from './virtio/virtio-console.js';
import { VirtioTransport, type VirtioDevice, type VirtioLayout } from './virtio/virtio-transport.js';

export interface VirtioOptions {
  readonly disk?: Uint8Array;
  readonly virtioConsole?: boolean;
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
