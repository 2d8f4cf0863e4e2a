/** A booted teaching kernel, at whose console commands are typed one after the other. */
import { Machine, type MachineOptions, type Stop } from '../../../src/machine/index.js';
import { kernelDisk, kernelImage } from './kernel-files.js';

const PROMPT = '$ ';
/** Steps between two looks at the console. */
const SLICE = 20_000;
/** Steps that a command may take: the longest takes a tenth. */
const PATIENCE = 2_000_000_000;

export class Session {
  readonly machine: Machine;
  /** How the machine has stopped; undefined: it runs. */
  stop: Stop | undefined;
  /** If it is set, it is called with each line that is printed, at that moment. */
  onLine: ((line: string) => void) | undefined;
  /** If it is set, it is called with each character that is printed. */
  onByte: ((letter: string) => void) | undefined;
  #printed = '';
  #line = '';

  /** Default: 16 MiB of memory, and a fresh copy of the disk. */
  constructor(options: Partial<MachineOptions> = {}) {
    this.machine = new Machine({
      memoryBytes: 16 * 1024 * 1024,
      firmware: 'sbi',
      deviceTree: true,
      disk: kernelDisk(),
      ...options,
    });
    this.machine.uart.listener = (byte) => {
      const letter = String.fromCharCode(byte);
      this.#printed += letter;
      this.onByte?.(letter);
      if (letter === '\n') {
        this.onLine?.(this.#line);
      }
      this.#line = letter === '\n' ? '' : this.#line + letter;
    };
    this.machine.load(kernelImage());
  }

  /** Runs until the shell asks for a command, and returns what was printed before. */
  boot(): string {
    return this.#runTo(PROMPT);
  }

  /** Types a line, runs until the next prompt, and returns what was printed between. */
  command(line: string): string {
    this.machine.pushInput(`${line}\n`);
    return this.#runTo(PROMPT).replace(`${line}\n`, '');
  }

  /** Types a line, and runs until `words` are printed. */
  commandUntil(line: string, words: string): string {
    this.machine.pushInput(line);
    return this.#runTo(words);
  }

  /** Types `halt`, and runs until the machine stops. Returns how it did. */
  halt(): Stop | undefined {
    this.machine.pushInput('halt\n');
    this.#runTo('\0');
    return this.stop;
  }

  /** Runs until `words` end what was printed, or the machine stops. Throws when that takes too long. */
  #runTo(words: string): string {
    const { machine } = this;
    const limit = machine.steps + PATIENCE;
    while (this.stop === undefined && !this.#printed.endsWith(words)) {
      const stop = machine.run(SLICE);
      if (stop.kind !== 'budget') {
        this.stop = stop;
      } else if (machine.steps > limit) {
        throw new Error(`the kernel did not print '${words}'; its last words: ${this.#printed.slice(-500)}`);
      }
    }
    const printed = this.#printed;
    this.#printed = '';
    return printed.endsWith(words) ? printed.slice(0, printed.length - words.length) : printed;
  }
}
