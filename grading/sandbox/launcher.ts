/** The grader's side of a launcher: processes are started by it and talked with from here (launcher-main.ts says why). */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { FromLauncher } from './from-launcher.js';
import { launchHere, type Launch } from './launch.js';
import type { LauncherReply, LauncherRequest } from './launcher-protocol.js';
import type { End } from './order.js';

/** It starts processes and nothing else. */
const SMALL = ['--max-old-space-size=64', '--max-semi-space-size=1', '--single-threaded'];

/** Linux takes no longer path of a socket. */
const MOST_PATH_BYTES = 107;

export class Launcher {
  readonly #server: Server;
  #process: ChildProcess | undefined;
  /** Those that have not ended, by number. */
  readonly #launched = new Map<number, FromLauncher>();
  /** Whose the next connections are: two for each order. */
  readonly #expected: ((socket: Socket) => void)[] = [];
  #next = 0;

  /** `script` is the built launcher-main.ts. There is nothing yet at `socketPath`, and nobody else may look there. */
  constructor(script: string, socketPath: string) {
    this.#server = createServer((socket) => this.#expected.shift()?.(socket));
    this.#server.on('error', () => this.#lose('the launcher cannot be talked with'));
    if (Buffer.byteLength(socketPath) > MOST_PATH_BYTES) {
      return; // all is started from here then
    }
    this.#server.listen(socketPath).unref();
    const child = spawn(process.execPath, [...SMALL, script, socketPath], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.on('error', () => undefined); // told by its end
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { ended, end } = JSON.parse(line) as LauncherReply;
      this.#ended(ended, end);
    });
    child.on('error', ({ message }) => this.#lose(message));
    child.on('close', (code, signal) => this.#lose(`the launcher ended (${signal ?? code})`));
    child.unref();
    this.#process = child;
  }

  /** As `launchHere`, which also does it where the launcher is gone. */
  readonly launch: Launch = (order, listener) => {
    if (this.#process === undefined) {
      return launchHere(order, listener);
    }
    const number = this.#next++;
    const launched = new FromLauncher(listener, () => this.#say({ kill: number }));
    this.#launched.set(number, launched);
    this.#expected.push(
      (socket) => launched.talkOver(socket),
      (socket) => launched.hearErrors(socket),
    );
    this.#say({ start: number, order });
    return launched;
  };

  /** Ends all that it started. */
  close(): void {
    this.#process?.stdin?.end();
    this.#server.close();
  }

  #say(request: LauncherRequest): void {
    this.#process?.stdin?.write(JSON.stringify(request) + '\n');
  }

  #ended(number: number, end: End): void {
    this.#launched.get(number)?.end(end);
    this.#launched.delete(number);
  }

  /** What it started ends with it: the walls see to that. */
  #lose(error: string): void {
    this.#process = undefined;
    [...this.#launched.keys()].forEach((number) => this.#ended(number, { error }));
  }
}
