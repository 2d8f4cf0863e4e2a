/** VMs whose kernels allocate pages by the part, on one machine with a cache; and what came of each request, in words. */
import {
  PartError,
  checkedColouring,
  type ColouringPart,
  type PageColouring,
} from '../../../src/hypervisor/index.js';
import { PAGE_BYTES, type CacheGeometry } from '../../../src/machine/index.js';
import { calling } from '../../rig/inside/index.js';
import { countMisses } from './measure.js';

export type Step =
  | {
      readonly op: 'allocate' | 'release';
      readonly vm?: number;
      readonly args: readonly [number, number, number];
    }
  | { readonly op: 'releaseAll'; readonly vm?: number; readonly args: readonly [number] }
  /** Rounds of sweeps through pages of processes, on the machine. */
  | { readonly op: 'run'; readonly rounds: number; readonly sweeps: readonly ProcessSweep[] };

export interface ProcessSweep {
  readonly vm?: number;
  readonly process: number;
  readonly firstPage: number;
  readonly pages: number;
  /** In pages. Default: 1. */
  readonly stride?: number;
}

export interface Situation {
  readonly cache: CacheGeometry;
  /** The frames of each VM. */
  readonly vms: readonly (readonly number[])[];
  readonly steps: readonly Step[];
}

export interface Observed {
  readonly what: string;
  /** The answer, the pages that have other frames now with their colours, and how many frames are free; or the misses. */
  readonly done: string;
}

export function observe(part: ColouringPart, { cache, vms, steps }: Situation): Observed[] {
  const models = vms.map(
    (frames, number) => new ModelVm(part, cache, frames, vms.length > 1 ? number : undefined),
  );
  return steps.map((step) => {
    if (step.op !== 'run') {
      return models[step.vm ?? 0]!.take(step);
    }
    const tables = new Map<string, ReadonlyMap<number, number>>();
    const sweeps = step.sweeps.map(({ vm = 0, process, stride = 1, ...rest }) => {
      const key = `${vm} ${process}`;
      const table = tables.get(key) ?? models[vm]!.pagesOf(process);
      tables.set(key, table);
      for (let i = 0; i < rest.pages; i++) {
        const page = rest.firstPage + i * stride;
        if (!table.has(page)) {
          throw new PartError(`page ${page} of process ${process} has no frame, although it was allocated`);
        }
      }
      return { ...rest, stride, table: [...tables.keys()].indexOf(key) };
    });
    const misses = countMisses(cache, [...tables.values()], step.rounds, sweeps);
    const said = step.sweeps.map((sweep) => spellSweep(sweep, vms.length > 1)).join(', then ');
    return {
      what: `how often ${step.rounds} rounds of sweeps through ${said} miss a cache of ${spellCache(cache)}${models.map((model) => model.before).join('')}`,
      done: `${misses} misses`,
    };
  });
}

export const coloursOf = ({ bytes, ways }: CacheGeometry) => Math.max(1, bytes / ways / PAGE_BYTES);
const spellCache = ({ bytes, ways, lineBytes }: CacheGeometry) =>
  `${bytes / 1024} KiB, ${ways} ${ways === 1 ? 'way' : 'ways'} and ${lineBytes} bytes a line`;

/** ' of the colours 1 and 5; the cache has 8 colours' */
function spellColours(some: readonly number[], all: number): string {
  const cache = `the cache has ${all} ${all === 1 ? 'colour' : 'colours'}`;
  if (some.length === 0 || some.length === all) {
    return `; ${cache}`;
  }
  const list = some.length === 1 ? some[0] : `${some.slice(0, -1).join(', ')} and ${some.at(-1)}`;
  return ` of the ${some.length === 1 ? 'colour' : 'colours'} ${list}; ${cache}`;
}

function spellSweep(
  { vm = 0, process, firstPage, pages, stride = 1 }: ProcessSweep,
  several: boolean,
): string {
  const step = stride === 1 ? '' : `, every ${stride} pages,`;
  return `${pages} pages from ${firstPage} on${step} of process ${process}${several ? ` of VM ${vm}` : ''}`;
}

class ModelVm {
  readonly #paging: PageColouring;
  readonly #colours: number;
  readonly #name: string;
  /** The pages that were ever asked for, by process, and their frames. */
  readonly #pages = new Map<number, Map<number, number | undefined>>();
  readonly #asked: string[] = [];

  constructor(
    part: ColouringPart,
    cache: CacheGeometry,
    frames: readonly number[],
    number: number | undefined,
  ) {
    this.#colours = coloursOf(cache);
    const colours = [...new Set(frames.map((frame) => frame % this.#colours))].sort((a, b) => a - b);
    const name = number === undefined ? 'a VM' : `VM ${number}`;
    this.#name = `${name} with ${frames.length} frames${spellColours(colours, this.#colours)}`;
    this.#paging = calling(
      () => `colourPages({ frames: [${frames.join(', ')}], cache: ${JSON.stringify(cache)} })`,
      () => checkedColouring(part, { frames, cache }),
    );
  }

  /** What was asked before, for messages. */
  get before(): string {
    return this.#asked.length === 0 ? '' : `, after ${this.#asked.slice(-12).join('; ')} of ${this.#name}`;
  }

  pagesOf(process: number): ReadonlyMap<number, number> {
    const pages = [...(this.#pages.get(process) ?? [])];
    return new Map(pages.filter((pair): pair is [number, number] => pair[1] !== undefined));
  }

  take({ op, args }: Exclude<Step, { op: 'run' }>): Observed {
    const [process, first = 0, count = 0] = args;
    const said = `${op}(${args.join(', ')})`;
    const what = `what ${said} answers and changes${this.#asked.length === 0 ? ` for ${this.#name}` : this.before}`;
    const answer = calling(
      () => said,
      () =>
        op === 'releaseAll' ? this.#paging.releaseAll(process) : this.#paging[op](process, first, count),
    );
    this.#asked.push(said);
    const known = this.#pages.get(process) ?? new Map<number, number | undefined>();
    this.#pages.set(process, known);
    for (let page = first; page < first + count; page++) {
      known.set(page, known.get(page));
    }
    const changed = this.#look();
    const free = calling(
      () => `freeFrames() after ${said}`,
      () => this.#paging.freeFrames(),
    );
    return { what, done: [`answers ${answer}`, ...changed, `${free} frames are free`].join('\n') };
  }

  /** Asks for every page again: what is others now, and what no two pages may share. */
  #look(): string[] {
    let process = 0;
    let page = 0;
    return calling(
      () => `frameOf(${process}, ${page})`,
      () =>
        this.#changes((one, other) => {
          process = one;
          page = other;
          return this.#paging.frameOf(process, page);
        }),
    );
  }

  #changes(frameOf: PageColouring['frameOf']): string[] {
    const lines: string[] = [];
    const holders = new Map<number, { readonly process: number; readonly page: number }>();
    for (const [process, pages] of this.#pages) {
      const changed: string[] = [];
      for (const [page, before] of pages) {
        const frame = frameOf(process, page);
        if (frame !== before) {
          pages.set(page, frame);
          const moved = frame !== undefined && before !== undefined ? 'another frame of ' : '';
          changed.push(
            `${page}: ${frame === undefined ? 'none' : `${moved}colour ${frame % this.#colours}`}`,
          );
        }
        if (frame !== undefined) {
          const holder = holders.get(frame);
          if (holder !== undefined) {
            lines.push(
              `page ${page} of process ${process} has the frame of page ${holder.page} of process ${holder.process}`,
            );
          }
          holders.set(frame, { process, page });
        }
      }
      if (changed.length > 0) {
        lines.push(`pages of process ${process}: ${changed.join(', ')}`);
      }
    }
    return lines;
  }
}
