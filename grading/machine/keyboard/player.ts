/** Who types at a guest's console: a file, a pipe or a script. Time is the guest's own, so each run is the same. */
export interface Player {
  /** Has it typed everything? */
  readonly done: boolean;
  /** Does it wait for the guest to print something? Then it types nothing before. */
  readonly listens: boolean;
  /** How many steps the guest may do until the next look. */
  readonly patience: number;
  /** The guest has printed these bytes. */
  heard(bytes: Uint8Array): void;
  /** Types the next key if it is time. `idle`: the guest does nothing more without a key. False: nothing was typed. */
  type(idle: boolean): boolean;
}
