/** Runs a program on a bare machine until it ends, with its console connected. */
import { ImageError, Machine, type MachineOptions, type Stop } from '../../../src/machine/index.js';
import { BootError } from './boot-error.js';
import { Console } from './console.js';
import { endingOf, type Ended, type Starved } from './ending.js';
import type { Program } from './read-program.js';
import { signatureTo } from './signature-file.js';
import { traceTo, type TraceFormat } from './trace-file.js';

export interface BootOptions {
  readonly machine: Omit<MachineOptions, 'firmware'>;
  /** Steps; Infinity: until the guest ends. */
  readonly maxInstructions: number;
  /** All input, instead of the terminal's. */
  readonly input?: Uint8Array;
  readonly traceFile?: string;
  /** Default: json. */
  readonly traceFormat?: TraceFormat;
  /** Where the signature of a conformance program goes, however the run ends. */
  readonly signatureFile?: string;
  /** Bytes on a line of it. Default: 4. */
  readonly signatureGranularity?: number;
}

export async function boot({ image, firmware }: Program, options: BootOptions): Promise<Ended> {
  const machine = new Machine({ ...options.machine, firmware, deviceTree: true });
  try {
    machine.load(image);
  } catch (error) {
    if (error instanceof ImageError) {
      throw new BootError(error.message);
    }
    throw error;
  }
  const { signatureFile, signatureGranularity = 4 } = options;
  const saveSignature =
    signatureFile === undefined
      ? undefined
      : signatureTo(signatureFile, image, machine, signatureGranularity);
  const closeTrace =
    options.traceFile === undefined ? undefined : traceTo(options.traceFile, machine, options.traceFormat);
  let interrupted = false;
  const terminal = new Console(machine, process.stdin, process.stdout, () => (interrupted = true));
  if (options.input === undefined) {
    terminal.open();
  } else {
    terminal.typeOnly(options.input);
  }
  try {
    const stop = await runToEnd(machine, options.maxInstructions, terminal, () => interrupted);
    if (stop === undefined && terminal.abandoned) {
      return { status: READER_GONE };
    }
    if (stop === undefined) {
      return { status: 130, words: 'ended by Control-C' };
    }
    return endingOf(stop, machine.hart.pc, machine.steps);
  } finally {
    terminal.close();
    closeTrace?.();
    saveSignature?.();
  }
}

/** As of a program that SIGPIPE ends. */
const READER_GONE = 141;

/** Undefined: ended from outside. */
async function runToEnd(
  machine: Machine,
  maxInstructions: number,
  terminal: Console,
  interrupted: () => boolean,
): Promise<Stop | Starved | undefined> {
  for (;;) {
    const left = maxInstructions - machine.steps;
    const stop = machine.run(Math.min(terminal.slice, left));
    const exchanged = await terminal.exchange(stop.kind === 'idle');
    // Typed input arrives only when the event loop gets a turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (interrupted()) {
      return undefined;
    }
    if (stop.kind === 'budget' && machine.steps < maxInstructions) {
      if (terminal.abandoned) {
        return undefined;
      }
      if (exchanged === 'starved') {
        return { kind: 'starved' };
      }
    } else if (stop.kind !== 'idle') {
      return stop;
    } else if (exchanged !== 'typed' && !(await terminal.more())) {
      return interrupted() ? undefined : stop;
    }
  }
}
