/**
 * Runs of guests on the bare machine, remembered. They depend on the guest alone and are computed on the trusted side, by
 * code of ours in a process that never holds a part; so what one submission was compared with serves the next.
 */
import type * as assembler from '../../src/assembler/index.js';
import type * as hypervisor from '../../src/hypervisor/index.js';
import type * as machine from '../../src/machine/index.js';

/** The layers that compute a run. */
export interface BareLayers {
  readonly assembler: Pick<typeof assembler, 'assemble'>;
  readonly hypervisor: Pick<typeof hypervisor, 'runGuest'>;
  readonly machine: Pick<typeof machine, 'strict'>;
}

/** Runs that are kept; a trace of 2,000 steps takes about a quarter of a megabyte. */
const MOST_RUNS = 64;

export class BareRuns {
  readonly #layers: BareLayers;
  /** By the guest's whole description; the one used longest ago comes first. */
  readonly #runs = new Map<string, BareRun>();

  constructor(layers: BareLayers) {
    this.#layers = layers;
  }

  /** The guest's run with its trace, on a strict machine. Frozen, for others will be handed the same one. */
  of({ source, memoryBytes, budget }: BareGuest): BareRun {
    const key = `${memoryBytes} ${budget} ${source}`;
    const run = this.#runs.get(key) ?? this.#compute({ source, memoryBytes, budget });
    this.#runs.delete(key);
    this.#runs.set(key, run);
    if (this.#runs.size > MOST_RUNS) {
      const [oldest] = this.#runs.keys();
      this.#runs.delete(oldest!);
    }
    return run;
  }

  #compute({ source, memoryBytes, budget }: BareGuest): BareRun {
    const { assembler, hypervisor, machine } = this.#layers;
    const { image, listing } = assembler.assemble(source);
    const options = {
      mode: 'bare',
      image,
      profile: machine.strict,
      memoryBytes,
      budget,
      trace: true,
    } as const;
    return deepFreeze({ ...hypervisor.runGuest(options), listing });
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
