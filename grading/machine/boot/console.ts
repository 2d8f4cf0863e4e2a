/** The guest's console is this terminal: what is typed goes to its serial port, and what it prints appears here at once. */
import { Starvation } from './starvation.js';
import { ESCAPE_HELP, EscapeKeys, type Player, Typist } from '../keyboard/index.js';
import { BootError } from './boot-error.js';
import type { Booted } from './booted.js';

/** Steps between two looks at the terminal: a few milliseconds. */
const SLICE = 500_000;

export class Console {
  #printed: number[] = [];
  #typed: Buffer[] = [];
  #ended = false;
  /** The reader of the output has closed it. */
  #deaf = false;
  /** Why the output cannot be written, if it is not for want of a reader. */
  #fault: string | undefined;
  readonly #escapes = new EscapeKeys();
  #wake: (() => void) | undefined;
  #drained: (() => void) | undefined;
  readonly #typist: Typist;
  #player: Player;
  readonly #starvation: Starvation;

  readonly #machine: Booted;
  readonly #input: NodeJS.ReadStream;
  readonly #output: NodeJS.WriteStream;
  readonly #onEnd: () => void;

  /** `onEnd` is called when the keys that end the run are typed at a terminal. */
  constructor(machine: Booted, input: NodeJS.ReadStream, output: NodeJS.WriteStream, onEnd: () => void) {
    this.#machine = machine;
    this.#input = input;
    this.#output = output;
    this.#onEnd = onEnd;
    this.#player = this.#typist = new Typist(machine);
    this.#starvation = new Starvation(machine);
    output.on('error', this.#lose);
    machine.uart.listener = (byte) => void this.#printed.push(byte);
  }

  /** Everything that will ever be typed comes from `player`; the terminal is not read. */
  typeOnly(player: Player): void {
    this.#player = player;
    this.#ended = true;
  }

  /** Reads what is typed or piped in. A terminal passes every key on at once, without showing it: Control-C too is the guest's. */
  open(): void {
    if (this.#input.isTTY) {
      this.#input.setRawMode(true);
      process.on('SIGTSTP', this.#pause).on('SIGCONT', this.#resume);
      process.stderr.write('hyperlab: Ctrl-A x ends the run, Ctrl-A h shows help\r\n');
    }
    this.#input.on('data', this.#receive);
    this.#input.on('end', this.#finish);
    this.#input.on('error', this.#finish);
  }

  /** How many steps the guest may do until the next exchange. */
  get slice(): number {
    return this.#player.done ? SLICE : this.#player.patience;
  }

  /** True when nobody can read the guest's output any more. BootError where it cannot be written for another reason. */
  get abandoned(): boolean {
    if (this.#fault !== undefined) {
      throw new BootError(`the guest's output cannot be written (${this.#fault}): send it to another place`);
    }
    return this.#deaf;
  }

  /** Passes on what was printed and typed meanwhile. Call it between two slices of the run. */
  async exchange(idle: boolean): Promise<'typed' | 'nothing' | 'starved'> {
    const bytes = Buffer.from(this.#printed);
    this.#printed = [];
    if (bytes.length > 0) {
      this.#player.heard(bytes);
    }
    const shown = Buffer.concat([bytes, this.#machine.takeOtherOutput()]);
    if (shown.length > 0 && !this.#deaf && !this.#output.write(shown)) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
        this.#output.once('drain', resolve);
      });
      this.#output.removeAllListeners('drain');
    }
    for (const chunk of this.#typed.splice(0)) {
      if (!this.#input.isTTY) {
        this.#typist.add(chunk);
      } else {
        this.#machine.uart.pushBytes(chunk);
      }
    }
    if (this.#player.type(idle)) {
      return 'typed';
    }
    const silent = this.#player.done || this.#player.listens;
    const exhausted = this.#ended && silent && !this.#machine.uart.hasInput;
    return this.#starvation.look(bytes.length > 0 || !exhausted) ? 'starved' : 'nothing';
  }

  /** Waits until something was typed; false when nothing can come any more. */
  async more(): Promise<boolean> {
    if (this.#typed.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#typed.length > 0;
  }

  /** Gives the terminal back. */
  close(): void {
    if (this.#input.isTTY) {
      this.#input.setRawMode(false);
      process.off('SIGTSTP', this.#pause).off('SIGCONT', this.#resume);
    }
    this.#input.off('data', this.#receive);
    this.#input.off('end', this.#finish);
    this.#input.destroy(); // an open input would keep the process running
  }

  readonly #receive = (chunk: Buffer): void => {
    if (!this.#input.isTTY) {
      this.#typed.push(chunk);
    } else {
      const { keys, end, help } = this.#escapes.read(chunk);
      this.#typed.push(Buffer.from(keys));
      if (help) {
        process.stderr.write(ESCAPE_HELP.map((line) => `\r\n${line}`).join('') + '\r\n');
      }
      if (end) {
        this.#onEnd();
      }
    }
    this.#wake?.();
  };

  /** Stopped from outside, the terminal is the shell's for a while. */
  readonly #pause = (): void => {
    this.#input.setRawMode(false);
    process.kill(process.pid, 'SIGSTOP');
  };

  readonly #resume = (): void => {
    this.#input.setRawMode(true);
  };

  readonly #lose = (error: NodeJS.ErrnoException): void => {
    this.#deaf = true;
    this.#fault = error.code === 'EPIPE' ? undefined : (error.code ?? error.message);
    this.#drained?.();
  };

  readonly #finish = (): void => {
    this.#ended = true;
    this.#wake?.();
  };
}
