/**
 * A model of a data cache: physically indexed, set-associative, least recently used line replaced. Off unless asked for.
 * Hennessy and Patterson, Computer Architecture: A Quantitative Approach, appendix B.1. Loads, stores and atomics of RAM go
 * through it, of all harts; fetches and page-table walks do not. It decides what time passes, never what data is seen.
 *
 * A RAM offset, taken apart:   tag | set (sets = bytes / ways / lineBytes) | byte in line
 */
import { PAGE_BYTES } from './memory-map.js';

/** A cache's shape: `ways`, `lineBytes` and the number of sets are powers of two. */
export interface CacheGeometry {
  /** Of data, at most 64 MiB. */
  readonly bytes: number;
  /** Lines that can hold the same address: 1 direct-mapped. */
  readonly ways: number;
  /** At least 4. */
  readonly lineBytes: number;
}

export class Cache {
  /** Accesses so far whose line was there, and those whose was not. */
  hits = 0;
  misses = 0;
  /** Pages that differ in the sets they can occupy: frames of the same colour compete. 1 where a page spans every set. */
  readonly colours: number;
  readonly #ways: number;
  readonly #lineShift: number;
  readonly #setMask: number;
  readonly #lines: Int32Array; // each set's lines by number, most recently used first

  /** RangeError for a geometry that cannot be. */
  constructor({ bytes, ways, lineBytes }: CacheGeometry) {
    const sets = bytes / ways / lineBytes;
    const sizes = [ways, lineBytes, sets];
    if (!sizes.every((size) => isPowerOfTwo(size)) || lineBytes < 4 || bytes > LARGEST) {
      throw new RangeError(
        `a cache of ${bytes} bytes, ${ways} ways and lines of ${lineBytes} bytes cannot be: ways, lineBytes (4 or more) and the sets that they give must be powers of two, 64 MiB at most`,
      );
    }
    this.#ways = ways;
    this.#lineShift = Math.log2(lineBytes);
    this.#setMask = sets - 1;
    this.#lines = new Int32Array(sets * ways).fill(EMPTY);
    this.colours = Math.max(1, bytes / ways / PAGE_BYTES);
  }

  /** An access to RAM at `offset`: was its line in the cache? It is now. */
  access(offset: number): boolean {
    const line = offset >>> this.#lineShift;
    const first = (line & this.#setMask) * this.#ways;
    const lines = this.#lines;
    let place = 0;
    while (place < this.#ways - 1 && lines[first + place] !== line) {
      place += 1;
    }
    const hit = lines[first + place] === line;
    lines.copyWithin(first + 1, first, first + place); // the line found, or the oldest, makes room at the front
    lines[first] = line;
    if (hit) {
      this.hits += 1;
    } else {
      this.misses += 1;
    }
    return hit;
  }
}

const EMPTY = -1;
const LARGEST = 2 ** 26;

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && Number.isInteger(Math.log2(value));
}
