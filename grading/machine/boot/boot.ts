/** Runs a program on a bare machine until it ends, with its console connected. */
import {
  ImageError,
  Machine,
  type MachineOptions,
  type Standstill,
  type Stop,
} from '../../../src/machine/index.js';
import { BootError } from './boot-error.js';
import { Console } from './console.js';
import {
  endedByUser,
  endingOf,
  readerGone,
  withUnfinishedScript,
  type Ended,
  type Starved,
} from './ending.js';
import { type Command, ScriptPlayer, Typist } from '../keyboard/index.js';
import type { Program } from './read-program.js';
import { signatureTo } from './signature-file.js';
import { traceTo, type TraceFormat } from './trace-file.js';

export interface BootOptions {
  readonly machine: Omit<MachineOptions, 'firmware'>;
  /** Steps; Infinity: until the guest ends. */
  readonly maxInstructions: number;
  /** All input, instead of the terminal's. */
  readonly input?: Uint8Array;
  /** The same, typed when the guest has printed what the script expects. */
  readonly script?: { readonly file: string; readonly commands: readonly Command[] };
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
  let ended = false;
  const terminal = new Console(machine, process.stdin, process.stdout, () => (ended = true));
  const { input, script } = options;
  const player = script && new ScriptPlayer(machine, script.commands);
  if (player !== undefined) {
    terminal.typeOnly(player);
  } else if (input !== undefined) {
    terminal.typeOnly(new Typist(machine, input));
  } else {
    terminal.open();
  }
  try {
    const stop = await runToEnd(machine, options.maxInstructions, terminal, () => ended);
    if (stop === undefined) {
      return terminal.abandoned ? readerGone : endedByUser;
    }
    const ending = endingOf(stop, machine.hart.pc, machine.steps);
    const waiting = player?.waiting;
    return waiting === undefined ? ending : withUnfinishedScript(ending, script!.file, waiting);
  } finally {
    terminal.close();
    closeTrace?.();
    saveSignature?.();
  }
}

/**
 * After so many steps the machine is asked whether anything can still happen, and again each time that it has done twice as many:
 * the answer takes some milliseconds.
 */
const FIRST_LOOK = 1_000_000;
/** More steps than a look takes. */
const LOOK = 20_000;

/** Undefined: ended from outside. */
async function runToEnd(
  machine: Machine,
  maxInstructions: number,
  terminal: Console,
  ended: () => boolean,
): Promise<Stop | Starved | Standstill | undefined> {
  let lookAt = FIRST_LOOK;
  for (;;) {
    const left = maxInstructions - machine.steps;
    const due = machine.steps >= lookAt && left > LOOK;
    const stop = due ? machine.look() : machine.run(Math.min(terminal.slice, left));
    const idle = stop.kind === 'idle' || (stop.kind === 'standstill' && stop.trap === undefined);
    const exchanged = await terminal.exchange(idle);
    if (due) {
      lookAt = exchanged === 'typed' ? machine.steps + FIRST_LOOK : 2 * machine.steps;
    }
    // Typed input arrives only when the event loop gets a turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (ended() || terminal.abandoned) {
      return undefined;
    }
    if (stop.kind === 'budget' && machine.steps < maxInstructions) {
      if (exchanged === 'starved') {
        return { kind: 'starved' };
      }
    } else if (!idle) {
      return stop;
    } else if (exchanged !== 'typed' && !(await terminal.more())) {
      return ended() ? undefined : stop;
    }
  }
}
