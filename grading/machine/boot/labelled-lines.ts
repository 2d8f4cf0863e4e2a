/** The output of one of several VMs: whole lines, each with the number of its VM before it, so that they can be told apart. */

const NEWLINE = 10;

export class LabelledLines {
  readonly #label: string;
  #line: number[] = [];
  #whole: Buffer[] = [];

  constructor(vm: number) {
    this.#label = `[${vm}] `;
  }

  add(byte: number): void {
    this.#line.push(byte);
    if (byte === NEWLINE) {
      this.#complete();
    }
  }

  /** The VM prints no more: its last line may have no end. */
  end(): void {
    if (this.#line.length > 0) {
      this.add(NEWLINE);
    }
  }

  /** The lines that were completed since the last call. */
  take(): Buffer {
    return Buffer.concat(this.#whole.splice(0));
  }

  #complete(): void {
    this.#whole.push(Buffer.from(this.#label), Buffer.from(this.#line));
    this.#line = [];
  }
}
