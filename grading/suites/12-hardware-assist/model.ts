/**
 * VMs that exist only to have their G-stage table filled. The tables and the facade are the hypervisor's own, in the memory of a small
 * machine; the VMs' frames are numbers alone. After each fault the table is walked, and told in words. The situations are plain data.
 */
import {
  fillOn,
  GStageTables,
  PartError,
  type AssistPart,
  type GStageFacade,
  type GuestPageFault,
} from '../../../src/hypervisor/index.js';
import {
  FINISHER_BASE,
  FINISHER_BYTES,
  Memory,
  PAGE_BYTES,
  RAM_BASE,
  UART_BASE,
  UART_BYTES,
} from '../../../src/machine/index.js';
import { spellNumber } from '../../rig/both-sides/index.js';
import { leadsTo, type Path } from './walk.js';

/** How a VM's frames lie in the machine, in pieces of 4 MiB. */
export type Layout =
  /** Neighbours of the guest are far apart. */
  | 'scattered'
  /** Side by side, and each 4 MiB of the guest begins at 4 MiB of the machine. */
  | 'adjacent'
  /** Side by side, but not from a multiple of 4 MiB on. */
  | 'shifted';

export interface VmSpec {
  /** Guest-physical address of the first byte; a multiple of 4096, below 2^34. */
  readonly base: number;
  readonly pages: number;
  readonly layout?: Layout;
  /** Numbers of pages, counted from the base, that have no memory, or a frame somewhere else. */
  readonly holes?: readonly number[];
  readonly elsewhere?: readonly number[];
  /** Two pages of which each has the frame that the other one would have. */
  readonly swapped?: readonly [number, number];
  /** How many frames 'shifted' is off; default 1. */
  readonly shift?: number;
  /** The machine frame from which on the VM's lie. Default: the VM's own place. */
  readonly firstFrame?: number;
  /** One more device, beside the serial port and the finisher. */
  readonly device?: { readonly base: number; readonly bytes: number };
}

/** The VM of the task page's examples: 128 KiB, scattered. */
export const EXAMPLE_VM: VmSpec = { base: 0x8000_0000, pages: 32 };

export type Step =
  /** The hardware reports a fault: the part fills. */
  | (GuestPageFault & { readonly vm?: number })
  /** Nobody calls the part: where does this address lead now? */
  | { readonly vm?: number; readonly probe: number };

export interface Situation {
  /** Default: the example VM alone. */
  readonly vms?: readonly VmSpec[];
  readonly steps: readonly Step[];
}

/** What came of one step. */
export interface Observed {
  /** What is observed, in words. */
  readonly what: string;
  /** The answer of the part; '' for a probe. */
  readonly answer: string;
  /** Where accesses to the address lead by the table now. */
  readonly leads: string;
  /** Entries of the table that the hardware reads on the way: 2, or 1 for a superpage; 0 when it leads nowhere. */
  readonly entries: number;
  /** How many tables the part has taken for this VM. */
  readonly tables: number;
}

const TABLE_FRAMES = 32;
/** Calls of the facade for one fault. */
const MAX_CALLS = 10_000;
const SUPERPAGE = 1024;

/** The machine frame of a VM's page. Those of different VMs are different, and none is its guest frame. */
export function machineFrame(spec: VmSpec, vm: number, page: number): number {
  const { base, layout = 'scattered', elsewhere = [], swapped, shift = 1 } = spec;
  const { firstFrame: first = 0x10_0000 + vm * 0x8_0000 } = spec;
  if (layout === 'scattered' || elsewhere.includes(page)) {
    return first + 0x4_0000 + page * 2 + (page % 3 === 0 ? 1 : 0);
  }
  const place = swapped?.includes(page) ? swapped[0] + swapped[1] - page : page;
  return first + place + ((base / PAGE_BYTES) % SUPERPAGE) + (layout === 'shifted' ? shift : 0);
}

function pageOf({ base, pages, holes = [] }: VmSpec, guestFrame: number): number | undefined {
  const page = guestFrame - base / PAGE_BYTES;
  return page >= 0 && page < pages && !holes.includes(page) ? page : undefined;
}

/** A serial port and a finisher, as on the bare machine, and what else the VM has. */
function isDevice({ device }: VmSpec, address: number): boolean {
  const within = (base: number, bytes: number) => address >= base && address < base + bytes;
  return (
    within(UART_BASE, UART_BYTES) ||
    within(FINISHER_BASE, FINISHER_BYTES) ||
    (device !== undefined && within(device.base, device.bytes))
  );
}

/** What the part makes of each step of the situation. */
export function observe(assist: AssistPart, { vms = [EXAMPLE_VM], steps }: Situation): Observed[] {
  const bytes = TABLE_FRAMES * vms.length * PAGE_BYTES;
  const memory = new Memory(new ArrayBuffer(bytes), bytes);
  const guests = vms.map((spec, number) => new ModelVm(memory, spec, number, vms.length > 1));
  return steps.map((step) => {
    const guest = guests[step.vm ?? 0]!;
    return 'probe' in step ? guest.probe(step.probe) : guest.fill(assist, step);
  });
}

class ModelVm {
  readonly #memory: Memory;
  readonly #spec: VmSpec;
  /** The machine frame of each page: a superpage asks for a thousand of them. */
  readonly #frames: readonly number[];
  readonly #name: string;
  readonly #tables: GStageTables;
  #taken = 0;

  constructor(memory: Memory, spec: VmSpec, number: number, several: boolean) {
    this.#memory = memory;
    this.#spec = spec;
    this.#frames = Array.from({ length: spec.pages }, (_, page) => machineFrame(spec, number, page));
    this.#name = nameOf(spec, several ? `VM ${number}` : 'a VM', several);
    const first = RAM_BASE / PAGE_BYTES + number * TABLE_FRAMES;
    const frames = Array.from({ length: TABLE_FRAMES }, (_, index) => first + index);
    this.#tables = new GStageTables(memory, frames, () => undefined);
  }

  fill(assist: AssistPart, { address, kind, byWalk }: GuestPageFault): Observed {
    const said = `fill({ address: ${spellNumber(address)}, kind: '${kind}', byWalk: ${byWalk} }, gStage)${this.#name}`;
    let calls = 0;
    const counted = <T>(answer: T): T => {
      if (++calls > MAX_CALLS) {
        throw new PartError(
          `assist.fill called members of gStage more than ${MAX_CALLS} times for one fault`,
        );
      }
      return answer;
    };
    const tables = this.#tables;
    try {
      const vm: Pick<GStageFacade, 'frameOf' | 'isDevice'> = {
        frameOf: (guestFrame) => counted(this.#frameOf(guestFrame)),
        isDevice: (at) => counted(isDevice(this.#spec, at)),
      };
      const { kind: filled } = fillOn(assist, { address, kind, byWalk }, vm, {
        root: tables.root,
        isTable: (frame) => tables.isTable(frame),
        newTable: () => {
          this.#taken += 1;
          return counted(tables.newTable());
        },
        readEntry: (at) => counted(tables.readEntry(at)),
        writeEntry: (at, entry) => counted(tables.writeEntry(at, entry)),
      });
      return { ...this.probe(address), what: `what ${said} did`, answer: `{ kind: '${filled}' }` };
    } catch (thrown) {
      throw withCall(thrown, said);
    }
  }

  probe(address: number): Observed {
    const paths = (['fetch', 'load', 'store'] as const).map(
      (access) => [access, leadsTo(this.#memory, this.#tables.root, address, access)] as const,
    );
    const places = new Map<number | string, string>(); // nearly always one: its page is looked for once
    const placeOf = (path: Path) => {
      const key = path.frame ?? path.reason;
      const place = places.get(key) ?? this.#spellPath(path);
      places.set(key, place);
      return place;
    };
    const told = paths.map(([access, path]) => `${access}: ${placeOf(path)}`);
    const [first] = paths;
    return {
      what: `where ${spellNumber(address)}${this.#name} leads`,
      answer: '',
      leads: places.size === 1 ? `every access leads to ${placeOf(first![1])}` : told.join('\n'),
      entries: first![1].frame === undefined ? 0 : first![1].entries,
      tables: this.#taken,
    };
  }

  #frameOf(guestFrame: number): number | undefined {
    const page = pageOf(this.#spec, guestFrame);
    return page === undefined ? undefined : this.#frames[page];
  }

  /** A frame is told by the guest frame that has it. */
  #spellPath({ frame, reason }: Path): string {
    if (frame === undefined) {
      return `a guest-page fault: ${reason}`;
    }
    const page = this.#frames.indexOf(frame);
    return page < 0
      ? `machine frame ${spellNumber(frame)}, which is not the VM's`
      : `frameOf(${spellNumber(this.#spec.base / PAGE_BYTES + page)})`;
  }
}

/** All that is special about a VM, in words. */
function nameOf(spec: VmSpec, name: string, several: boolean): string {
  const { base, pages, layout = 'scattered', holes = [], elsewhere = [], device } = spec;
  const { swapped = [], shift = 1, firstFrame } = spec;
  const plain = base === EXAMPLE_VM.base && pages === EXAMPLE_VM.pages && layout === 'scattered';
  if (plain && holes.length === 0 && elsewhere.length === 0 && device === undefined) {
    return several ? ` for ${name}` : '';
  }
  const list = (pagesOf: readonly number[]) =>
    pagesOf.map((page) => spellNumber(base + page * PAGE_BYTES)).join(', ');
  return [
    ` for ${name} with ${pages} ${layout} pages from ${spellNumber(base)} on`,
    shift === 1 ? '' : `, shifted by ${shift} machine frames`,
    firstFrame === undefined ? '' : `, the first in machine frame ${spellNumber(firstFrame)}`,
    swapped.length === 0 ? '' : `, where those at ${list(swapped)} have each other's frames`,
    device === undefined ? '' : `, a device of ${device.bytes} bytes at ${spellNumber(device.base)}`,
    holes.length === 0 ? '' : `, none at ${list(holes)}`,
    elsewhere.length === 0 ? '' : `, that at ${list(elsewhere)} elsewhere`,
  ].join('');
}

/** What the facade or the check of the answer refuses is told with the call that led to it. */
function withCall(thrown: unknown, said: string): unknown {
  if (thrown instanceof RangeError) {
    return new RangeError(`${thrown.message}; the call was ${said}`);
  }
  return thrown instanceof PartError ? new PartError(`${thrown.message}; the call was ${said}`) : thrown;
}
