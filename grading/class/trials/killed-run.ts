/** A run of the command that may be killed at any moment. */
import { spawn, type ChildProcess } from 'node:child_process';

export class KilledRun {
  readonly #process: ChildProcess;
  readonly #ended: Promise<{ status: number | null; said: string }>;

  /** Its temporary files go to `temporary`. */
  constructor(args: readonly string[], temporary: string) {
    this.#process = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: temporary },
    });
    let said = '';
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    }
    // Not before its own children are gone as well: they hold its output.
    this.#ended = new Promise((resolve) =>
      this.#process.once('close', (status) => resolve({ status, said })),
    );
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  async endsWell(): Promise<void> {
    const { status, said } = await this.#ended;
    if (status !== 0) {
      throw new Error(`a run that nobody killed ended with ${status}: ${said}`);
    }
  }

  /** Well, where it was done before; else with one line that says what happened. */
  async endsWithoutDatabase(): Promise<void> {
    const { status, said } = await this.#ended;
    const told = said
      .split('\n')
      .filter((line) => /the database does not answer \(.*\); what was recorded is not lost: /.test(line));
    if (status !== 0 && (status !== 2 || told.length !== 1 || /\n {4}at /.test(said))) {
      throw new Error(`a run whose database was killed ended with ${status}: ${said}`);
    }
  }
}
