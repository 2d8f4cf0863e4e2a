/** The console's ring: many characters a notification. The VMM keeps its own counters, so a guest can lie about the guest's alone. */
import { PAGE_BYTES, costs, type Machine } from '../../../../machine/index.js';
import type { VirtualDevices } from '../../../vm/index.js';
import { CONSOLE_RING } from './abi.js';

const { out, outBytes, outStart, outEnd, in: input, inBytes, inStart, inEnd } = CONSOLE_RING;

export class ConsoleRing {
  #taken = 0;
  #given = 0;
  readonly #start: number;
  readonly #machine: Machine;
  readonly #devices: VirtualDevices;

  constructor(frame: number, machine: Machine, devices: VirtualDevices) {
    this.#start = frame * PAGE_BYTES;
    this.#machine = machine;
    this.#devices = devices;
  }

  /** Prints what the guest has put there. Returns why it cannot, if the guest's counter is nonsense. */
  print(): string | undefined {
    const { memory } = this.#machine;
    const count = (memory.read32(this.#start + outEnd) - this.#taken) >>> 0;
    if (count > outBytes) {
      return `its console ring says that it holds ${count} bytes, and has room for ${outBytes}`;
    }
    for (let i = 0; i < count; i++) {
      this.#machine.charge(costs.deviceAccess);
      this.#devices.putByte(memory.read8(this.#start + out + (this.#taken % outBytes)));
      this.#taken = (this.#taken + 1) >>> 0;
    }
    if (count > 0) {
      memory.write32(this.#start + outStart, this.#taken);
    }
    return undefined;
  }

  /** Puts typed bytes there, as far as there is room. Returns how many, or why it cannot. */
  fill(): number | string {
    const { uart } = this.#devices;
    if (!uart.hasInput) {
      return 0;
    }
    const { memory } = this.#machine;
    const unread = (this.#given - memory.read32(this.#start + inStart)) >>> 0;
    if (unread > inBytes) {
      return `its console ring says that ${unread} bytes are unread, and has room for ${inBytes}`;
    }
    let count = 0;
    for (; unread + count < inBytes && uart.hasInput; count++) {
      this.#machine.charge(costs.deviceAccess);
      memory.write8(this.#start + input + (this.#given % inBytes), uart.getByte());
      this.#given = (this.#given + 1) >>> 0;
    }
    if (count > 0) {
      memory.write32(this.#start + inEnd, this.#given);
    }
    return count;
  }
}
