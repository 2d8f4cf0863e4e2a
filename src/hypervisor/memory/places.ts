/**
 * For each machine frame: the machine addresses of the shadow entries that allow something on it, or did. A place may have got another
 * entry meanwhile, so whoever looks at it compares. Nobody takes single places away; who keeps too many forgets them all.
 */
export class Places {
  readonly #places = new Map<number, Set<number>>();
  #count = 0;

  /** How many are kept. */
  get count(): number {
    return this.#count;
  }

  add(frame: number, place: number): void {
    const places = this.#places.get(frame) ?? new Set();
    this.#places.set(frame, places);
    this.#count += places.has(place) ? 0 : 1;
    places.add(place);
  }

  /** The places of a frame, which are kept no longer. */
  take(frame: number): ReadonlySet<number> {
    const places = this.#places.get(frame) ?? new Set();
    this.#places.delete(frame);
    this.#count -= places.size;
    return places;
  }

  clear(): void {
    this.#places.clear();
    this.#count = 0;
  }
}
