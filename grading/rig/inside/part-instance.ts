/**
 * Makes fresh instances of a part inside a SES compartment: hardened JavaScript, where every shared object is frozen and
 * nothing is in reach but the language itself, the constants of the lab's layers, a meter and a console.
 * There is no process, no require, no import, no clock and no randomness to find (Agoric, SES; Mark Miller, "Robust
 * Composition", 2006).
 */
import * as assembler from '../../../src/assembler/for-parts.js';
import * as guests from '../../../src/guests/for-parts.js';
import * as hypervisor from '../../../src/hypervisor/for-parts.js';
import { PartError } from '../../../src/hypervisor/index.js';
import * as machine from '../../../src/machine/for-parts.js';
import type { Meter } from './meter.js';
import type { PartConsole } from './part-console.js';
import { RigFault } from '../both-sides/index.js';

/** The script is named like this in stack traces. */
export const SCRIPT_NAME = 'the-part.js';

type Layers = Readonly<Record<string, unknown>>;
type PartScript = (layers: Layers, exports: Record<string, unknown>, tick: (line: number) => void) => void;

let layers: Layers | undefined;
let languageGlobals: Readonly<Record<string, unknown>> = {};

/**
 * Freezes what parts may import, once. To be called after `lockdown()` and before the first part. Each layer's
 * `for-parts.ts` says what that is; the compiler has refused every other name. `globals` are of the language and kept from
 * compartments unless they are given.
 */
export function hardenLayers(globals: Readonly<Record<string, unknown>>): void {
  languageGlobals = globals;
  // Copies: a module's own namespace is no plain object, and cannot be frozen.
  layers = harden({
    machine: { ...machine },
    assembler: { ...assembler },
    guests: { ...guests },
    hypervisor: { ...hypervisor },
  });
  // Thrown where a part may catch it: whoever holds an error holds its class.
  harden(PartError);
}

/**
 * One part, in a compartment of its own. Its text is evaluated once, and what it defines is made anew for each instance: between
 * two instances nothing is shared but what is frozen, the global object included. Text evaluated anew would be cold code each time.
 */
export class Part {
  readonly #script: string;
  #run: PartScript | undefined;
  /** That of the instance at work. */
  #console: PartConsole | undefined;

  constructor(
    script: string,
    readonly exportName: string,
  ) {
    this.#script = script;
  }

  /** Runs the script from its first line and gives back what it exports as `exportName`. Throws what the script throws. */
  instantiate(meter: Meter, console: PartConsole): unknown {
    if (layers === undefined) {
      throw new RigFault('hardenLayers() comes first');
    }
    this.#run ??= this.#evaluate();
    this.#console = console;
    const exports: Record<string, unknown> = {};
    this.#run(layers, exports, harden(meter.tick));
    return exports[this.exportName];
  }

  #evaluate(): PartScript {
    const print = (...values: unknown[]): void => this.#console?.print(...values);
    const console = harden({ log: print, info: print, warn: print, error: print, debug: print });
    const compartment = new Compartment({ globals: { ...languageGlobals, console }, __options__: true });
    // Code made from text at run time would carry no meter.
    for (const name of ['eval', 'Function', 'Compartment']) {
      Reflect.deleteProperty(compartment.globalThis, name);
    }
    harden(compartment.globalThis);
    return compartment.evaluate(`${this.#script}\n//# sourceURL=${SCRIPT_NAME}`) as PartScript;
  }
}
