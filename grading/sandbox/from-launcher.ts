/** One process of a launcher, as the grader talks with it. Its two connections come after the order, and its end may overtake what it wrote. */
import type { Socket } from 'node:net';
import type { Launched, Listener } from './launch.js';
import type { End } from './order.js';

export class FromLauncher implements Launched {
  #talk: Socket | undefined;
  #errors: Socket | undefined;
  /** What was said before there was a connection. */
  #early: (string | Buffer)[] = [];
  /** Connections that are to come, or not yet closed. */
  #open = 2;
  #end: End | undefined;
  readonly #listener: Listener;
  readonly kill: () => void;

  constructor(listener: Listener, kill: () => void) {
    this.#listener = listener;
    this.kill = kill;
  }

  write(text: string | Buffer): void {
    if (this.#talk === undefined) {
      this.#early.push(text);
    } else {
      this.#talk.write(text);
    }
  }

  talkOver(socket: Socket): void {
    this.#talk = socket;
    this.#hear(socket, (chunk) => this.#listener.onOutput(chunk));
    this.#early.splice(0).forEach((text) => socket.write(text));
  }

  hearErrors(socket: Socket): void {
    this.#errors = socket;
    this.#hear(socket, (chunk) => this.#listener.onErrors(chunk));
  }

  /** The process has ended, or never began. */
  end(end: End): void {
    if ('error' in end) {
      this.#talk?.destroy();
      this.#errors?.destroy();
      this.#open = 0;
    }
    this.#end ??= end;
    this.#tellEnd();
  }

  #hear(socket: Socket, onData: (chunk: Buffer) => void): void {
    socket.on('data', onData);
    socket.on('error', () => undefined); // a dead process is told by its end
    socket.on('close', () => {
      this.#open -= 1;
      this.#tellEnd();
    });
  }

  #tellEnd(): void {
    if (this.#end !== undefined && this.#open <= 0) {
      this.#listener.onEnd(this.#end);
    }
  }
}
