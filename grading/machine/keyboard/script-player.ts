/** Plays a script: types its texts when the guest has printed what it expects. */
import type { Computer } from './computer.js';
import type { Command } from './input-script.js';
import type { Player } from './player.js';

/** Steps between two looks at the guest. */
const SLICE = 2_000;

/** How much of its output is kept while the script does not listen. A text that is expected later may be in it. */
const KEPT_BYTES = 256 * 1024;

export class ScriptPlayer implements Player {
  readonly patience = SLICE;
  readonly #machine: Computer;
  readonly #commands: Command[];
  #current: Buffer | undefined; // the keys of the current `type` that are left, or the text that is expected
  #pauseEnds: number | undefined;
  /** What the guest has printed since the last text that was expected. */
  #printed = Buffer.alloc(0);

  constructor(machine: Computer, commands: readonly Command[]) {
    this.#machine = machine;
    this.#commands = [...commands];
  }

  get done(): boolean {
    return this.#commands.length === 0;
  }

  get listens(): boolean {
    return this.#commands[0]?.kind === 'expect';
  }

  /** The command that it has come to; undefined after the last one. */
  get waiting(): Command | undefined {
    return this.#commands[0];
  }

  heard(bytes: Uint8Array): void {
    if (!this.done) {
      this.#printed = Buffer.concat([this.#printed, bytes]).subarray(-KEPT_BYTES);
      this.#listen();
    }
  }

  /** A key is typed only after the guest has read the one before it, so none is lost in a full buffer. */
  type(idle: boolean): boolean {
    this.#listen();
    this.#pause(idle);
    const [command] = this.#commands;
    if (command?.kind !== 'type' || this.#machine.uart.hasInput) {
      return false;
    }
    this.#current ??= Buffer.from(command.text);
    this.#machine.uart.pushBytes(this.#current.subarray(0, 1));
    this.#current = this.#current.subarray(1);
    if (this.#current.length === 0) {
      this.#advance();
    }
    return true;
  }

  /** Goes on as far as the expected texts have been printed. What comes before such a text is used up with it. */
  #listen(): void {
    for (let [command] = this.#commands; command?.kind === 'expect'; [command] = this.#commands) {
      const text = Buffer.from(command.text);
      const at = this.#printed.indexOf(text);
      if (at < 0) {
        this.#printed = this.#printed.subarray(Math.max(0, this.#printed.length - text.length + 1));
        return;
      }
      this.#printed = this.#printed.subarray(at + text.length);
      this.#advance();
    }
  }

  /** A guest that does nothing more without a key would sleep through any pause. */
  #pause(idle: boolean): void {
    for (let [command] = this.#commands; command?.kind === 'pause'; [command] = this.#commands) {
      this.#pauseEnds ??= this.#machine.time + command.ticks;
      if (!idle && this.#machine.time < this.#pauseEnds) {
        return;
      }
      this.#advance();
      this.#listen();
    }
  }

  #advance(): void {
    this.#commands.shift();
    this.#current = this.#pauseEnds = undefined;
  }
}
