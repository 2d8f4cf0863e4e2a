/**
 * The board: the devices around harts and memory, on the bus and with their interrupt lines at the PLIC, as on QEMU's `virt`
 * board; and the device tree that tells a kernel so.
 */
import { Bus } from '../memory/bus.js';
import { Clint } from './clint.js';
import type { Clock } from '../csr/counters.js';
import { describeBoard } from './device-tree.js';
import { Finisher, type Ending } from './finisher.js';
import type { MachineOptions } from '../machine-options.js';
import type { Memory } from '../memory/memory.js';
import { RTC_IRQ, UART_IRQ } from '../memory/memory-map.js';
import { Plic } from './plic.js';
import { strict } from '../isa/profiles.js';
import { Rtc } from './rtc.js';
import { Uart } from './uart.js';
import { VirtioBoard } from './virtio-board.js';

export class Board {
  readonly bus: Bus;
  readonly plic: Plic;
  readonly clint: Clint;
  readonly uart: Uart;
  readonly rtc: Rtc;
  readonly #virtio: VirtioBoard;

  /** `end` is called when software asks the finisher to end the run. */
  constructor(
    memory: Memory,
    clock: Clock,
    harts: number,
    options: MachineOptions,
    end: (ending: Ending) => void,
  ) {
    const connect = (source: number, raised: boolean) => this.plic.setLine(source, raised);
    this.plic = new Plic(harts);
    this.clint = new Clint(clock, harts, { off: (options.firmware ?? 'none') !== 'none' });
    this.uart = new Uart((raised) => connect(UART_IRQ, raised));
    this.rtc = new Rtc(clock, (raised) => connect(RTC_IRQ, raised));
    this.#virtio = new VirtioBoard(memory, connect, this.uart, options);
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
  describe(memoryBytes: number, harts: number, { profile = strict }: MachineOptions): Uint8Array {
    const { hypervisor } = profile;
    return describeBoard({ memoryBytes, harts, hypervisor, devices: this.#virtio.nodes });
  }

  /** For the next program: its driver must find the virtio devices as after a reset. The others keep their state. */
  reset(): void {
    this.#virtio.reset();
  }
}
