/** The virtio block device: a disk of 512-byte sectors. Virtio 1.2, section 5.2. */
import type { VirtioDevice } from './virtio-transport.js';
import type { Chain } from './virtqueue.js';

const SECTOR_BYTES = 512;

const VIRTIO_BLK_F_SEG_MAX = 1 << 2;
const VIRTIO_BLK_F_RO = 1 << 5;
const VIRTIO_BLK_F_BLK_SIZE = 1 << 6;
const VIRTIO_BLK_F_FLUSH = 1 << 9;

// A request has a header { type: 4 bytes, reserved: 4, sector: 8 }, data, and a status byte. The device always writes the
// status byte.
const HEADER_BYTES = 16;
const VIRTIO_BLK_T_IN = 0;
const VIRTIO_BLK_T_OUT = 1;
const VIRTIO_BLK_T_FLUSH = 4;
const VIRTIO_BLK_T_GET_ID = 8;
const VIRTIO_BLK_S_OK = 0;
const VIRTIO_BLK_S_IOERR = 1;
const VIRTIO_BLK_S_UNSUPP = 2;

const ID_BYTES = 20;
const SEGMENTS_MAX = 126;
const REQUEST_BYTES_MAX = 16 * 1024 * 1024; // of data; a larger request fails

export interface VirtioBlockOptions {
  readonly readOnly?: boolean;
}

export class VirtioBlock implements VirtioDevice {
  readonly deviceId = 2;
  readonly queues = 1;
  readonly queueSize = 256;
  readonly features: number;
  readonly config = new Uint8Array(24);
  readonly #disk: Uint8Array;
  readonly #readOnly: boolean;

  /** The driver's writes change `disk` itself. RangeError if its length is not a whole number of sectors. */
  constructor(disk: Uint8Array, { readOnly = false }: VirtioBlockOptions = {}) {
    this.#disk = disk;
    this.#readOnly = readOnly;
    const features = VIRTIO_BLK_F_SEG_MAX | VIRTIO_BLK_F_BLK_SIZE | VIRTIO_BLK_F_FLUSH;
    this.features = features | (readOnly ? VIRTIO_BLK_F_RO : 0);
    const config = new DataView(this.config.buffer);
    config.setUint32(0, sectorsOf(disk), true); // an array never has 2^32 sectors
    config.setUint32(12, SEGMENTS_MAX, true);
    config.setUint32(20, SECTOR_BYTES, true);
  }

  wants(): boolean {
    return true;
  }

  serve(_queue: number, chain: Chain): number | undefined {
    if (chain.readableBytes < HEADER_BYTES || chain.writableBytes < 1) {
      return undefined;
    }
    const header = new DataView(new ArrayBuffer(HEADER_BYTES));
    chain.read(0, new Uint8Array(header.buffer));
    const sector = header.getUint32(12, true) * 2 ** 32 + header.getUint32(8, true);
    const { status, written } = this.#execute(header.getUint32(0, true), sector, chain);
    chain.write(chain.writableBytes - 1, Uint8Array.of(status));
    return written === chain.writableBytes - 1 ? chain.writableBytes : written;
  }

  #execute(type: number, sector: number, chain: Chain): Result {
    switch (type) {
      case VIRTIO_BLK_T_IN:
        return this.#read(sector, chain);
      case VIRTIO_BLK_T_OUT:
        return this.#write(sector, chain);
      case VIRTIO_BLK_T_FLUSH:
        return done(VIRTIO_BLK_S_OK); // writes are never delayed
      case VIRTIO_BLK_T_GET_ID:
        return identify(chain);
      default:
        return done(VIRTIO_BLK_S_UNSUPP);
    }
  }

  #read(sector: number, chain: Chain): Result {
    const bytes = chain.writableBytes - 1;
    const data = this.#sectors(sector, bytes);
    if (data === undefined) {
      return done(VIRTIO_BLK_S_IOERR);
    }
    chain.write(0, data);
    return done(VIRTIO_BLK_S_OK, bytes);
  }

  #write(sector: number, chain: Chain): Result {
    const data = this.#sectors(sector, chain.readableBytes - HEADER_BYTES);
    if (data === undefined || this.#readOnly) {
      return done(VIRTIO_BLK_S_IOERR);
    }
    chain.read(HEADER_BYTES, data);
    return done(VIRTIO_BLK_S_OK);
  }

  /** These bytes of the disk; undefined if they are not all on the disk, or not whole sectors. `sector` may have 64 bits. */
  #sectors(sector: number, bytes: number): Uint8Array | undefined {
    const start = sector * SECTOR_BYTES;
    const exists = bytes % SECTOR_BYTES === 0 && start + bytes <= this.#disk.length;
    return exists && bytes <= REQUEST_BYTES_MAX ? this.#disk.subarray(start, start + bytes) : undefined;
  }
}

interface Result {
  readonly status: number;
  /** How many bytes of data were written for the driver. */
  readonly written: number;
}

function done(status: number, written = 0): Result {
  return { status, written };
}

function identify(chain: Chain): Result {
  const id = new Uint8Array(Math.min(ID_BYTES, chain.writableBytes - 1));
  id.set(Array.from('hyperlab', (letter) => letter.charCodeAt(0)).slice(0, id.length));
  chain.write(0, id);
  return done(VIRTIO_BLK_S_OK, id.length);
}

function sectorsOf(disk: Uint8Array): number {
  if (disk.length % SECTOR_BYTES !== 0) {
    throw new RangeError(
      `the disk has ${disk.length} bytes: it must be a multiple of ${SECTOR_BYTES}; pad it, for instance with truncate`,
    );
  }
  return disk.length / SECTOR_BYTES;
}
