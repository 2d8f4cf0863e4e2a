/** The virtio console device, with one port and no features. Virtio 1.2, section 5.3. */
import type { VirtioDevice } from './virtio-transport.js';
import type { Chain } from './virtqueue.js';

/** Where the console's bytes go to and come from. The UART has this interface. */
export interface BytePort {
  putByte(byte: number): void;
  /** The next byte of input, or -1. */
  getByte(): number;
}

export const CONSOLE_RECEIVE_QUEUE = 0;
const CHUNK_BYTES = 4096; // copied at once
const OUTPUT_BYTES_MAX = 1024 * 1024; // of one request: buffers may overlap, so without a limit it could be more than memory

export class VirtioConsole implements VirtioDevice {
  readonly deviceId = 3;
  readonly queues = 2;
  readonly queueSize = 128;
  readonly features = 0;
  readonly config = new Uint8Array(12);
  readonly #port: BytePort;
  /** A byte that was taken from the port but not yet given to the driver; -1: none. */
  #next = -1;

  constructor(port: BytePort) {
    this.#port = port;
  }

  /** Buffers for input stay in the queue until there is input. */
  wants(queue: number): boolean {
    return queue !== CONSOLE_RECEIVE_QUEUE || this.#peek() >= 0;
  }

  serve(queue: number, chain: Chain): number | undefined {
    return queue === CONSOLE_RECEIVE_QUEUE ? this.#receive(chain) : this.#transmit(chain);
  }

  #receive(chain: Chain): number | undefined {
    if (chain.writableBytes === 0) {
      return undefined;
    }
    const bytes: number[] = [];
    while (bytes.length < Math.min(chain.writableBytes, CHUNK_BYTES) && this.#peek() >= 0) {
      bytes.push(this.#next);
      this.#next = -1;
    }
    chain.write(0, Uint8Array.from(bytes));
    return bytes.length;
  }

  #transmit(chain: Chain): number | undefined {
    if (chain.readableBytes > OUTPUT_BYTES_MAX) {
      return undefined;
    }
    for (let start = 0; start < chain.readableBytes; start += CHUNK_BYTES) {
      const bytes = new Uint8Array(Math.min(CHUNK_BYTES, chain.readableBytes - start));
      chain.read(start, bytes);
      bytes.forEach((byte) => this.#port.putByte(byte));
    }
    return 0;
  }

  #peek(): number {
    if (this.#next < 0) {
      this.#next = this.#port.getByte();
    }
    return this.#next;
  }
}
