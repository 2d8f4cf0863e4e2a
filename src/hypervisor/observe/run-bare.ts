/** A guest on the bare machine, with the machine's own SBI below it: the yardstick for all other modes. */
import { CAUSE_INTERRUPT, Csr, Machine, Mode, type Stop, type TraceEvent } from '../../machine/index.js';
import { digest } from './digest.js';
import { csrValues, unsigned, type Run, type RunOptions } from './run.js';
import { TraceRecorder } from './trace.js';
import type { SupervisorCsr } from '../vm/vcpu.js';

export function runBare({ memoryBytes, profile, image, input, trace = false, budget }: RunOptions): Run {
  const machine = new Machine({ memoryBytes, profile, firmware: 'sbi' });
  machine.load(image);
  if (input !== undefined) {
    machine.pushInput(input);
  }
  const csr = (name: SupervisorCsr) => machine.hart.readCsr(Csr[name]);

  let interrupts = 0;
  const countInterrupts = (event: TraceEvent) => {
    if (event.kind === 'trap' && event.cause >= CAUSE_INTERRUPT && event.to === Mode.Supervisor) {
      interrupts++;
    }
  };
  machine.trace = countInterrupts;
  const recorded = trace ? record(machine, budget, csr, countInterrupts) : undefined;
  const stop = recorded ? recorded.stop : machine.run(budget);
  return {
    mode: 'bare',
    stop: stop.kind === 'trap' ? { kind: 'stuck' } : { ...stop },
    console: machine.consoleOutput(),
    steps: machine.steps,
    cycles: machine.cycles,
    exits: {},
    interrupts,
    registers: unsigned(machine.hart.x),
    csrs: csrValues(csr),
    memoryDigest: digest(machine.memory.bytes),
    ...(recorded ? { trace: recorded.lines } : {}),
  };
}

/** Step by step. Where a step begins, behind an interrupt that was taken first, the machine's own trace says. */
function record(
  machine: Machine,
  budget: number,
  csr: (name: SupervisorCsr) => number,
  listen: (event: TraceEvent) => void,
): { stop: Stop; lines: readonly string[] } {
  const { hart } = machine;
  const recorder = new TraceRecorder({
    get time() {
      return machine.time;
    },
    get mode() {
      return hart.mode;
    },
    get pc() {
      return hart.pc;
    },
    x: hart.x,
    csr,
  });
  machine.trace = (event) => {
    listen(event);
    // A fetch that faults is a step without a 'step' event: there only the trap tells of it.
    if (event.kind === 'step') {
      recorder.begin({ time: machine.time, mode: event.mode, pc: event.pc });
    }
    if (isException(event)) {
      recorder.begin({ time: machine.time, mode: event.from, pc: event.pc });
    }
  };
  let stop: Stop = { kind: 'budget' };
  for (let left = budget; left > 0 && stop.kind === 'budget'; left--) {
    const before = machine.steps;
    stop = machine.run(1);
    if (machine.steps > before) {
      recorder.end();
    }
  }
  // What ends the run with the last step of the budget is told by the next call.
  return { stop: stop.kind === 'budget' ? machine.run(0) : stop, lines: recorder.lines };
}

function isException(event: TraceEvent): event is TraceEvent & { kind: 'trap' } {
  return event.kind === 'trap' && event.cause < CAUSE_INTERRUPT;
}
