/** One call: a fresh instance of the part, one scenario, one answer. Whatever the part does, this returns a reply. */
import { takeUnfinishedCall } from './calling.js';
import { copyPlain } from './copy-plain.js';
import { DEFAULT_BUDGET, type Rig, type RigAnswer, type RigFailure, RigFault } from '../both-sides/index.js';
import { Meter } from './meter.js';
import { createPartConsole, type PartConsole } from './part-console.js';
import type { Part } from './part-instance.js';
import { failureOf, MissingExport } from './thrown.js';

export function runScenario(rig: Rig<unknown>, part: Part, name: string, input: unknown): RigAnswer {
  const meter = new Meter(rig.budget ?? DEFAULT_BUDGET);
  const console = createPartConsole();
  let value: unknown;
  let failure: RigFailure | undefined;
  try {
    value = attempt(rig, part, name, input, meter, console);
  } catch (thrown) {
    failure = failureOf(thrown);
  }
  // A part may swallow the meter's exception and answer all the same; used up is used up.
  if (meter.exhaustedAtLine !== undefined) {
    failure = endless(meter, meter.exhaustedAtLine);
  }
  const turns = meter.used;
  meter.close();
  const call = takeUnfinishedCall();
  if (failure && call !== undefined) {
    failure = { ...failure, message: `${failure.message}, in the call ${call}` };
  }
  return {
    ...(failure ? { ok: false, failure } : { ok: true, value }),
    console: console.text(),
    turns,
  };
}

function attempt(
  rig: Rig<unknown>,
  part: Part,
  name: string,
  input: unknown,
  meter: Meter,
  console: PartConsole,
): unknown {
  const scenario = Object.hasOwn(rig.scenarios, name) ? rig.scenarios[name] : undefined;
  if (scenario === undefined) {
    throw new RigFault(`this rig has no scenario '${name}'`);
  }
  const instance = part.instantiate(meter, console);
  if (instance === undefined) {
    throw new MissingExport(part.exportName);
  }
  return copyPlain(scenario(instance, input as never));
}

function endless(meter: Meter, line: number): RigFailure {
  const message = `it was still running after ${inThousands(meter.budget)} loop turns and calls`;
  return { kind: 'endless', message, sourceLine: line };
}

/** 5000000 as 5,000,000. (Under SES, toLocaleString knows no locale.) */
function inThousands(count: number): string {
  return String(count).replace(/(?<=\d)(?=(\d{3})+$)/g, ',');
}
