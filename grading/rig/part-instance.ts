/**
 * Makes a fresh instance of a part inside a SES compartment: hardened JavaScript, where every shared object is frozen and
 * nothing is in reach but the language itself, the constants of the lab's layers, a meter and a console.
 * There is no process, no require, no import, no clock and no randomness to find (Agoric, SES; Mark Miller, "Robust
 * Composition", 2006).
 */
import * as assembler from '../../src/assembler/index.js';
import * as guests from '../../src/guests/index.js';
import * as hypervisor from '../../src/hypervisor/index.js';
import * as machine from '../../src/machine/index.js';
import type { Meter } from './meter.js';
import type { PartConsole } from './part-console.js';

/** The script is named like this in stack traces. */
export const SCRIPT_NAME = 'the-part.js';

type Layers = Readonly<Record<string, unknown>>;
type PartScript = (layers: Layers, exports: Record<string, unknown>, tick: (line: number) => void) => void;

let layers: Layers | undefined;

/** Freezes what parts may import, once. To be called after `lockdown()` and before the first part. */
export function hardenLayers(): void {
  layers = harden({
    machine: namesForParts(machine),
    assembler: namesForParts(assembler),
    hypervisor: namesForParts(hypervisor),
    guests: namesForParts(guests),
  });
}

/**
 * What of a layer a part gets at run time: its constants, and these few functions. No class and no machine: an object of
 * the lab's own would lead to prototypes that the trusted code beside the part uses too, and a machine of its own would
 * answer the exercise.
 */
const FUNCTIONS_FOR_PARTS = ['advance', 'inject', 'jumpTo', 'wait', 'causeName', 'csrName', 'modeName'];

function namesForParts(layer: Layers): Layers {
  const given = ([name, value]: [string, unknown]) => FUNCTIONS_FOR_PARTS.includes(name) || isConstant(value);
  return Object.fromEntries(Object.entries(layer).filter(given));
}

/** Numbers and strings, and plain tables of them. */
function isConstant(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'string') {
    return true;
  }
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return plain && Object.values(value).every(isConstant);
}

/** Runs the part's script from its first line and gives back what it exports as `exportName`. Throws what the script throws. */
export function instantiatePart(
  script: string,
  exportName: string,
  meter: Meter,
  console: PartConsole,
): unknown {
  if (layers === undefined) {
    throw new Error('hardenLayers() comes first');
  }
  const compartment = new Compartment({ globals: { console: harden(console.endowment) }, __options__: true });
  // Code made from text at run time would carry no meter.
  for (const name of ['eval', 'Function', 'Compartment']) {
    Reflect.deleteProperty(compartment.globalThis, name);
  }
  const run = compartment.evaluate(`${script}\n//# sourceURL=${SCRIPT_NAME}`) as PartScript;
  const exports: Record<string, unknown> = {};
  run(layers, exports, harden(meter.tick));
  return exports[exportName];
}
