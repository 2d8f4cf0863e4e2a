/**
 * The board: the devices around the harts and the memory. It puts them on the bus and connects their interrupt lines to the
 * PLIC, as on QEMU's `virt` board. It also makes the device tree, which tells a kernel about all this.
 */
import { Bus, type DeviceMemory, RTC_IRQ, UART_IRQ } from '../memory/index.js';
import { Clint } from './clint.js';
import type { TimeSource } from '../csr/index.js';
import { describeBoard } from './device-tree.js';
import { Finisher, type Ending } from './finisher.js';
import { Plic } from './plic.js';
import { Rtc } from './rtc.js';
import { Uart } from './uart.js';
import { VirtioBoard, type VirtioOptions } from './virtio-board.js';

export interface BoardOptions extends VirtioOptions {
  readonly harts: number;
  /** Has firmware put the CLINT's timers off? Without firmware they are due after a reset. */
  readonly timersOff: boolean;
}

/** The devices, their bus and their interrupt lines. */
export class Board {
  readonly bus: Bus;
  readonly plic: Plic;
  readonly clint: Clint;
  readonly uart: Uart;
  readonly rtc: Rtc;
  readonly #virtio: VirtioBoard;
  readonly #clock: TimeSource;

  /** `end` is called when a program asks the finisher to end the run. */
  constructor(
    memory: DeviceMemory,
    clock: TimeSource,
    { harts, timersOff, ...virtio }: BoardOptions,
    end: (ending: Ending) => void,
  ) {
    this.#clock = clock;
    const connect = (source: number, raised: boolean) => this.plic.setLine(source, raised);
    this.plic = new Plic(harts);
    this.clint = new Clint(clock, harts, { off: timersOff });
    this.uart = new Uart((raised) => connect(UART_IRQ, raised));
    this.rtc = new Rtc(clock, (raised) => connect(RTC_IRQ, raised));
    this.#virtio = new VirtioBoard(memory, connect, this.uart, virtio);
    this.uart.onInput = () => this.#virtio.announceInput();
    this.bus = new Bus([
      this.uart,
      this.clint,
      this.plic,
      this.rtc,
      new Finisher(end),
      ...this.#virtio.transports,
    ]);
  }

  /** The device tree of a machine with this board. */
  describe(memoryBytes: number, harts: number, hypervisor: boolean): Uint8Array {
    return describeBoard({ memoryBytes, harts, hypervisor, devices: this.#virtio.nodes });
  }

  /** Resets all devices, and the time: everything is as on a new machine, but printed and typed bytes stay. */
  reset(): void {
    this.#clock.setTime(0);
    this.uart.reset();
    this.clint.reset();
    this.rtc.reset();
    this.#virtio.reset();
    this.plic.reset(); // last: by now the devices have lowered their lines
  }
}
