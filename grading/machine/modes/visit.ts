/** One visit to a computer: the kernel boots, does a little work, and turns the machine off. What `hyperlab demo modes` shows. */
import { join } from 'node:path';
import { PartError, tellSilentFailures, VmError, type Parts } from '../../../src/hypervisor/index.js';
import { KERNEL_FILES } from '../../../src/guests/index.js';
import { labRoot } from '../../lab-root.js';
import { sourceTableOf } from '../boot/index.js';
import { nameOf, type Computer } from './computers.js';
import { KernelRun, type Meter } from './kernel-run.js';

export interface Visit {
  /** `full/trap-and-emulate on strict` */
  readonly name: string;
  readonly mode: string;
  readonly profile: string;
  /** Has the shell asked for a command? */
  readonly boots: boolean;
  /** Has the kernel done its work and turned the machine off, with every word that it prints on the bare machine? */
  readonly works: boolean;
  /** How it ended, in words. */
  readonly end: string;
  /** Its last words. */
  readonly lastLines: readonly string[];
  readonly meter: Meter;
  /** Cycles as a multiple of the bare machine's; undefined where the work was not done. */
  readonly relative: number | undefined;
  /** The first silent failure, in words: its first line says which instruction. Empty where nothing failed. */
  readonly failure: readonly string[];
}

/** What is typed at the shell. */
const WORK = ['ls | wc', 'echo hello > file', 'cat file | grep ell', 'build 4'];

const NOTHING: Meter = { cycles: 0, exits: {}, cyclesByReason: {} };

/** Visits all of them, the bare machine first. `progress` is told the name of each before its turn. */
export function visitAll(
  all: readonly Computer[],
  parts: Parts,
  progress: (name: string) => void = () => undefined,
): readonly Visit[] {
  const visits: Visit[] = [];
  let bare: { readonly console: string; readonly cycles: number } | undefined;
  for (const computer of all) {
    progress(nameOf(computer));
    const { visit, console } = visitOne(computer, parts, bare);
    bare ??= { console, cycles: visit.meter.cycles };
    visits.push(visit);
  }
  return visits;
}

function visitOne(
  computer: Computer,
  parts: Parts,
  bare: { readonly console: string; readonly cycles: number } | undefined,
): { visit: Visit; console: string } {
  const of = { name: nameOf(computer), mode: computer.mode, profile: computer.profile.name };
  let run: KernelRun | undefined;
  let boots = false;
  let broken: string | undefined;
  try {
    run = new KernelRun(computer, parts);
    boots = run.boot();
    if (boots) {
      WORK.every((line) => run!.command(line) !== undefined);
      run.command('halt');
    }
  } catch (error) {
    broken = faultOf(error);
  }
  const console = run?.console ?? '';
  const meter = run?.meter ?? NOTHING;
  const works = boots && run?.end !== undefined && console === (bare ?? { console }).console;
  const failures = run?.failures;
  const visit = {
    ...of,
    boots,
    works,
    end: broken ?? run?.end ?? 'it does not come to an end',
    lastLines: console.trimEnd().split('\n').slice(-2),
    meter,
    relative: works ? meter.cycles / (bare?.cycles ?? meter.cycles) : undefined,
    failure: failures?.first === undefined ? [] : tellSilentFailures(failures, sourceLine),
  };
  return { visit, console };
}

/** What a mode or a part says of itself is shown in the table; any other error is ours. */
function faultOf(error: unknown): string {
  if (error instanceof VmError || error instanceof PartError) {
    return error.message;
  }
  throw error;
}

const sourceLine = sourceTableOf(join(labRoot(), KERNEL_FILES.elf));
