/**
 * The keys of this terminal that are not the guest's: Control-A and one more key, as with QEMU's serial console. All others, Control-C
 * too, belong to the guest.
 */
const CONTROL_A = 1;
const [A, C_A, H, QUESTION, X] = ['a', '\u0001', 'h', '?', 'x'].map((key) => key.charCodeAt(0));

export const ESCAPE_HELP = [
  'Ctrl-A x    end the run',
  'Ctrl-A a    send Ctrl-A to the guest',
  'Ctrl-A h    this help',
];

/** What was typed: keys for the guest, or a request to the one who runs it. */
export interface Typed {
  readonly keys: readonly number[];
  readonly end: boolean;
  readonly help: boolean;
}

export class EscapeKeys {
  #escaped = false;

  /** A pair of keys may be typed in two pieces. Nothing counts after the keys that end the run. */
  read(bytes: Iterable<number>): Typed {
    const keys: number[] = [];
    let help = false;
    for (const byte of bytes) {
      if (!this.#escaped) {
        this.#escaped = byte === CONTROL_A;
        if (!this.#escaped) {
          keys.push(byte);
        }
        continue;
      }
      this.#escaped = false;
      if (byte === X) {
        return { keys, end: true, help };
      }
      if (byte === A || byte === C_A) {
        keys.push(CONTROL_A);
      }
      help ||= byte === H || byte === QUESTION; // other keys are dropped, as on QEMU
    }
    return { keys, end: false, help };
  }
}
