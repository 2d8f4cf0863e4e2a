/** A disk that remembers, in order, what was written to it. */

export interface DiskWrite {
  readonly start: number;
  readonly bytes: Uint8Array;
}

export class RecordingDisk extends Uint8Array {
  readonly #writes: DiskWrite[] = [];
  /** The disk as it was after the last write. */
  readonly #known: Uint8Array;
  /** What the device has asked for last: it writes there after that, or it does not. */
  #asked: { start: number; end: number } | undefined;

  static get [Symbol.species](): Uint8ArrayConstructor {
    return Uint8Array; // a part of the disk is plain bytes
  }

  constructor(content: Uint8Array) {
    super(content);
    this.#known = Uint8Array.from(content);
  }

  /** The virtio device takes this part of the disk for each request. */
  override subarray(start = 0, end = this.length): Uint8Array<ArrayBuffer> {
    this.#settle();
    this.#asked = { start, end };
    return super.subarray(start, end);
  }

  /** All writes that changed something so far. */
  get writes(): readonly DiskWrite[] {
    this.#settle();
    return this.#writes;
  }

  #settle(): void {
    if (this.#asked === undefined) {
      return;
    }
    const { start, end } = this.#asked;
    const now = super.subarray(start, end);
    if (Buffer.compare(now, this.#known.subarray(start, end)) !== 0) {
      this.#writes.push({ start, bytes: Uint8Array.from(now) });
      this.#known.set(now, start);
    }
    this.#asked = undefined;
  }
}

const SECTOR_BYTES = 512;

/**
 * The disk as it is when the power fails after the first `count` writes. With `torn`, one sector of the next write has reached it too:
 * a disk promises no more than whole sectors.
 */
export function cutAfter(
  before: Uint8Array,
  writes: readonly DiskWrite[],
  count: number,
  torn?: 'first sector' | 'second sector',
): Uint8Array {
  const disk = Uint8Array.from(before);
  for (const { start, bytes } of writes.slice(0, count)) {
    disk.set(bytes, start);
  }
  const next = writes[count];
  if (torn !== undefined && next !== undefined) {
    const at = torn === 'first sector' ? 0 : SECTOR_BYTES;
    disk.set(next.bytes.subarray(at, at + SECTOR_BYTES), next.start + at);
  }
  return disk;
}
