/**
 * A model of a data cache: physically indexed, set-associative, with least-recently-used replacement. It is off by default.
 * Hennessy and Patterson, Computer Architecture: A Quantitative Approach, appendix B.1. Loads, stores and atomic operations of
 * all harts on RAM go through it; fetches and page-table walks do not. It changes only how long an access takes, never the data.
 *
 * The fields of a RAM offset:   tag | set (sets = bytes / ways / lineBytes) | byte in line
 */
import { PAGE_BYTES } from './memory-map.js';

/** The geometry of a cache. `ways`, `lineBytes` and the number of sets must be powers of two. */
export interface CacheGeometry {
  /** Bytes of data: at most 64 MiB. */
  readonly bytes: number;
  /** How many lines can hold the same address; 1 means direct-mapped. */
  readonly ways: number;
  /** At least 4. */
  readonly lineBytes: number;
}

export class Cache {
  /** How many accesses found their line in the cache, and how many did not. */
  hits = 0;
  misses = 0;
  /** Number of page colours. Frames of the same colour use the same sets, so they compete. 1 if a page covers all sets. */
  readonly colours: number;
  readonly #ways: number;
  readonly #lineShift: number;
  readonly #setMask: number;
  readonly #lines: Int32Array; // line numbers, set by set; in a set the most recently used first

  /** Throws a RangeError if the geometry is not possible. */
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

  /** Forgets all lines, and counts anew. */
  clear(): void {
    this.#lines.fill(EMPTY);
    this.hits = 0;
    this.misses = 0;
  }

  /** Accesses RAM at `offset`. Returns whether its line was in the cache; afterwards it is. */
  access(offset: number): boolean {
    const line = offset >>> this.#lineShift;
    const first = (line & this.#setMask) * this.#ways;
    const lines = this.#lines;
    let place = 0;
    while (place < this.#ways - 1 && lines[first + place] !== line) {
      place += 1;
    }
    const hit = lines[first + place] === line;
    lines.copyWithin(first + 1, first, first + place); // shifts by one; this overwrites the line that was found, or the oldest
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
