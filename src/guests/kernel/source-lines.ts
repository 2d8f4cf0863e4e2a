/** From an address in the kernel to the line of its source, for whoever explains what the kernel was doing. */

export interface SourceLine {
  /** The file's name, such as `trap.S`: no two files of the kernel have the same. */
  readonly file: string;
  readonly line: number;
}

export class SourceLines {
  readonly #addresses: readonly number[];
  readonly #lines: readonly SourceLine[];

  /** `table` is the text of built/kernel.lines. RangeError if it is not such a table. */
  constructor(table: string) {
    const rows = table.trimEnd().split('\n').map(readRow);
    this.#addresses = rows.map(({ address }) => address);
    this.#lines = rows.map(({ file, line }) => ({ file, line }));
  }

  /** The line that the instruction at `address` was made from; undefined before the first. */
  at(address: number): SourceLine | undefined {
    let [low, high] = [0, this.#addresses.length]; // the last row at or before `address` lies in [low - 1, high)
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#addresses[middle]! <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.#lines[low - 1];
  }
}

function readRow(row: string): SourceLine & { readonly address: number } {
  const [, address, file, line] = /^([0-9a-f]{8}) (\S+) (\d+)$/.exec(row) ?? [];
  if (address === undefined || file === undefined || line === undefined) {
    throw new RangeError(`'${row}' is no row of an address, a file and a line`);
  }
  return { address: parseInt(address, 16), file, line: Number(line) };
}
