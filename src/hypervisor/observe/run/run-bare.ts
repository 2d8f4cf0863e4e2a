/** A guest on the bare machine, with the machine's own SBI below it. All other modes are measured by this. */
import { CAUSE_INTERRUPT, Csr, Machine, Mode, type Stop, type TraceEvent } from '../../../machine/index.js';
import type { SupervisorCsr } from '../../vm/index.js';
import { digest, TraceRecorder } from '../trace/index.js';
import { csrValues, unsigned, type Run, type RunOptions } from './run.js';

export function runBare(options: RunOptions): Run {
  const { memoryBytes, profile, image, input, trace = false, budget, disk } = options;
  const machine = new Machine({ memoryBytes, profile, firmware: 'sbi', ...(disk && { disk }) });
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
  const recorded = trace ? recordBare(machine, budget, countInterrupts) : undefined;
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
    memoryDigest: digest([machine.memory.bytes]),
    ...(recorded ? { trace: recorded.lines } : {}),
  };
}

/** Runs step by step. The machine's own trace says where each step begins: an interrupt may be taken before it. */
export function recordBare(
  machine: Machine,
  budget: number,
  listen: (event: TraceEvent) => void = () => undefined,
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
    presentCsr: (number) => hart.readCsr(number),
  });
  machine.trace = (event) => {
    listen(event);
    // A fetch that faults is a step without a 'step' event: only its trap tells where it began.
    if (event.kind === 'step') {
      recorder.begin({ time: machine.time, mode: event.mode, pc: event.pc });
    }
    if (isException(event)) {
      recorder.begin({ time: machine.time, mode: event.from, pc: event.pc });
    }
  };
  machine.memory.changed(); // perhaps by hand, before; from now on only by the program, so a step need not compare its code with memory
  let stop: Stop = { kind: 'budget' };
  for (let left = budget; left > 0 && stop.kind === 'budget'; left--) {
    const before = machine.steps;
    stop = machine.resume(1);
    if (machine.steps > before) {
      recorder.end();
    }
  }
  // If the last step of the budget ended the run, only the next call says so.
  return { stop: stop.kind === 'budget' ? machine.run(0) : stop, lines: recorder.lines };
}

function isException(event: TraceEvent): event is TraceEvent & { kind: 'trap' } {
  return event.kind === 'trap' && event.cause < CAUSE_INTERRUPT;
}
