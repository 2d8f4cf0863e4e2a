/** Runs a program until it ends, with its console connected: on a bare machine, or in a VM. */
import { ImageError, Machine, type MachineOptions } from '../../../src/machine/index.js';
import { BootError } from './boot-error.js';
import { BareMachine, type Booted, type BootedStop } from './booted.js';
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
import { VirtualMachines, type VmChoice } from './virtual-machines.js';

export interface BootOptions {
  /** The machine, or what a VM looks like to its guest. */
  readonly machine: Omit<MachineOptions, 'firmware'>;
  /** Default: the bare machine. */
  readonly vm?: VmChoice;
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

export async function boot(program: Program, options: BootOptions): Promise<Ended> {
  const { image } = program;
  const booted =
    options.vm === undefined
      ? bootBare(program, options.machine)
      : new VirtualMachines(program, options.machine, options.vm);
  const { signatureFile, signatureGranularity = 4 } = options;
  const saveSignature =
    signatureFile === undefined
      ? undefined
      : signatureTo(signatureFile, image, booted.memory, signatureGranularity);
  const closeTrace =
    options.traceFile === undefined ? undefined : traceTo(options.traceFile, booted, options.traceFormat);
  let ended = false;
  const terminal = new Console(booted, process.stdin, process.stdout, () => (ended = true));
  const { input, script } = options;
  const player = script && new ScriptPlayer(booted, script.commands);
  if (player !== undefined) {
    terminal.typeOnly(player);
  } else if (input !== undefined) {
    terminal.typeOnly(new Typist(booted, input));
  } else {
    terminal.open();
  }
  try {
    const stop = await runToEnd(booted, options.maxInstructions, terminal, () => ended);
    if (stop === undefined) {
      return terminal.abandoned ? readerGone : endedByUser;
    }
    const ending = endingOf(booted.end ?? stop, booted.pc, booted.steps);
    const waiting = player?.waiting;
    const { status, words } =
      waiting === undefined ? ending : withUnfinishedScript(ending, script!.file, waiting);
    return { status, words: [...words, ...booted.report()] };
  } finally {
    terminal.close();
    closeTrace?.();
    saveSignature?.();
  }
}

function bootBare({ image, firmware }: Program, options: BootOptions['machine']): Booted {
  const machine = new Machine({ ...options, firmware, deviceTree: true });
  try {
    machine.load(image);
  } catch (error) {
    if (error instanceof ImageError) {
      throw new BootError(error.message);
    }
    throw error;
  }
  return new BareMachine(machine);
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
  machine: Booted,
  maxInstructions: number,
  terminal: Console,
  ended: () => boolean,
): Promise<BootedStop | Starved | undefined> {
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
