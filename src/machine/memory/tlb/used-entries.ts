/**
 * Which entries of a table may be in use. A kernel that changes the address space at each system call uses few entries between two
 * flushes: to empty these is faster than to empty the whole table. If there are many, they are no longer counted.
 */
const MOST = 64;

export class UsedEntries {
  readonly #entries = new Int32Array(MOST);
  #count = 0;

  add(entry: number): void {
    if (this.#count < MOST) {
      this.#entries[this.#count] = entry;
    }
    this.#count += 1;
  }

  get any(): boolean {
    return this.#count > 0;
  }

  /** The number of entries to look up with at(); undefined if the whole table may be in use. */
  get known(): number | undefined {
    return this.#count <= MOST ? this.#count : undefined;
  }

  at(index: number): number {
    return this.#entries[index]!;
  }

  forget(): void {
    this.#count = 0;
  }
}
