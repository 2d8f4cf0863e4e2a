/**
 * A VM that exists only to be asked for things. Its facade is the hypervisor's own, over real guest memory; what the dispatcher
 * makes it do is written down. The rig runs the student's dispatcher on it, the random check the reference, in the same situation.
 */
import {
  checkedResult,
  GuestMemory,
  hypercallFacade,
  PartError,
  type FacadeMemory,
  type Hypercall,
  type HypercallEffects,
  type HypercallPart,
} from '../../../src/hypervisor/index.js';
import { Memory, PAGE_BYTES, RAM_BASE } from '../../../src/machine/index.js';
import { spellNumber } from '../../rig/both-sides/index.js';
import { calling } from '../../rig/inside/index.js';
import { spellBytes, spellCall, spellResult } from './spell.js';

/** The VM of the task page's examples. */
export const EXAMPLE_VM = { id: 3, memoryBase: 0x8000_0000, memorySize: 0x1_0000 } as const;

/** Things done and bytes written by one call. The largest batch writes 32 KiB, perhaps byte by byte; beyond this is a runaway. */
const MAX_EFFECTS = 50_000;
/** The pages that one situation may touch. A batch of 32 texts touches 64, and the batch itself lies in two. */
const MAX_PAGES = 128;

export type Words = Readonly<Record<number, readonly number[]>>;

export interface Situation {
  /** Default: EXAMPLE_VM. The memory is whole pages. */
  readonly vm?: { readonly id: number; readonly memoryBase: number; readonly memorySize: number };
  /** What stands in memory, word after word, by the address of the first one; all other words are 0. */
  readonly words?: Words;
  /**
   * What another virtual CPU of the guest writes while a call is served: as soon as the word at an address has been read
   * once, it is this. One call of the facade is one moment: nobody writes between its bytes.
   */
  readonly changes?: Readonly<Record<number, number>>;
  /** Made one after the other on the same VM. */
  readonly calls: readonly Hypercall[];
}

/** The address and the value of each of them. */
export function eachWord(words: Words): [address: number, word: number][] {
  return Object.entries(words).flatMap(([first, list]) =>
    list.map((word, i): [number, number] => [Number(first) + 4 * i, word]),
  );
}

export interface Observed {
  /** What is observed, in words: 'what SetPageTable(4) answers and does'. */
  readonly what: string;
  /** The answer, then what was done in order, then the words in memory that the dispatcher has changed; a line each. */
  readonly done: string;
}

/** What each call of the situation answered and did. */
export function observe(dispatch: HypercallPart, situation: Situation): Observed[] {
  const { id, memoryBase, memorySize } = situation.vm ?? EXAMPLE_VM;
  const memory = sparseMemory(memoryBase, memorySize);
  for (const [address, words] of Object.entries(situation.words ?? {})) {
    words.forEach((word, i) => memory.writeWord(Number(address) + 4 * i, word));
  }
  const written = new Set<number>();
  const effects = new Effects();
  const around = surroundings(situation);
  const seen = watched(memory, situation.changes, written);
  const facade = hypercallFacade(id, seen, effects.record);

  return situation.calls.map((call) => {
    written.clear();
    const said = spellCall(call, (address) =>
      memory.contains(address, 4) ? memory.readWord(address) : undefined,
    );
    Object.freeze(call.args); // the dispatcher gets this very call
    Object.freeze(call);
    const result = calling(
      () => said + around,
      () => checkedResult(dispatch(call, facade)),
    );
    const words = [...written].sort((a, b) => a - b);
    const changed = words.map((at) => `[${spellNumber(at)}] = ${spellNumber(memory.readWord(at))}`);
    return {
      what: `what ${said} answers and does${around}`,
      done: [spellResult(result), ...effects.take(), ...changed].join('\n'),
    };
  });
}

/**
 * The machine memory of all these VMs, made once: most of a situation's time would go into making it. Its frames are handed out
 * in turn, and there are twice as many as a situation takes. So a dispatcher which remembers the VM before this one finds that
 * one's memory, not this one's.
 */
let machine: Memory | undefined;
const FRAMES = 2 * MAX_PAGES;
let nextFrame = 0;

function emptyFrame(of: Memory): number {
  const start = nextFrame * PAGE_BYTES;
  of.bytes.fill(0, start, start + PAGE_BYTES);
  nextFrame = (nextFrame + 1) % FRAMES;
  return (RAM_BASE + start) / PAGE_BYTES;
}

/** Real guest memory whose pages get their machine frames when they are first touched: a VM may be larger than what we have. */
function sparseMemory(base: number, size: number): GuestMemory {
  const all = (machine ??= new Memory(new ArrayBuffer(FRAMES * PAGE_BYTES), FRAMES * PAGE_BYTES));
  const frames = new Map<number, number>();
  const frameOf = (guestFrame: number) => {
    const known = frames.get(guestFrame);
    if (known !== undefined) {
      return known;
    }
    if (frames.size === MAX_PAGES) {
      throw new PartError(`the dispatcher looked at more than ${MAX_PAGES} pages for a few calls`);
    }
    const frame = emptyFrame(all);
    frames.set(guestFrame, frame);
    return frame;
  };
  return new GuestMemory(all, frameOf, base, size);
}

/** The memory as the dispatcher has it: another virtual CPU makes its `changes`, and `written` gets what the dispatcher changes. */
function watched(
  memory: GuestMemory,
  changes: Situation['changes'] = {},
  written: Set<number>,
): FacadeMemory {
  const left = new Map(Object.entries(changes).map(([at, value]) => [Number(at), value]));
  const hasRead = (address: number, length: number) => {
    for (const [at, value] of left) {
      if (at < address + length && address < at + 4) {
        memory.writeWord(at, value);
        left.delete(at);
      }
    }
  };
  return {
    base: memory.base,
    size: memory.size,
    readWord(address) {
      const word = memory.readWord(address);
      hasRead(address, 4);
      return word;
    },
    readBytes(address, length) {
      const bytes = memory.readBytes(address, length);
      hasRead(address, length);
      return bytes;
    },
    writeWord(address, value) {
      if (memory.readWord(address) !== value) {
        memory.writeWord(address, value);
        written.add(address);
      }
    },
  };
}

/** Writes down what is done to the VM, a line each. A text is one line, in however many pieces it comes. */
class Effects {
  #lines: string[] = [];
  #text: number[] = [];
  #count = 0;

  readonly record: HypercallEffects = {
    consoleWrite: (bytes) => {
      this.#text.push(...bytes);
      this.#counted(1 + bytes.length);
    },
    setCallback: (entry, stack) => this.#add('setCallback', entry, stack),
    setPageTable: (root) => this.#add('setPageTable', root),
    setTimer: (low, high) => this.#add('setTimer', low, high),
    resume: ({ pc, sp, a0, a6, a7, mode, enabled }) => this.#add('resume', pc, sp, a0, a6, a7, mode, enabled),
    yield: () => this.#add('yield'),
    block: () => this.#add('block'),
    shutdown: (code) => this.#add('shutdown', code),
  };

  /** The lines since the last time. */
  take(): string[] {
    this.#endText();
    const lines = this.#lines;
    this.#lines = [];
    this.#count = 0;
    return lines;
  }

  #add(name: string, ...values: number[]): void {
    this.#endText();
    this.#lines.push(`${name}(${values.map(spellNumber).join(', ')})`);
    this.#counted(1);
  }

  #endText(): void {
    if (this.#text.length > 0) {
      this.#lines.push(`consoleWrite(${spellBytes(this.#text)})`);
    }
    this.#text = [];
  }

  #counted(things: number): void {
    this.#count += things;
    if (this.#count > MAX_EFFECTS) {
      throw new PartError(`the dispatcher made its VM do more than ${MAX_EFFECTS} things for one call`);
    }
  }
}

/** All that is special about the VM and its memory, in words. */
function surroundings({ vm, changes = {} }: Situation): string {
  const where =
    vm === undefined
      ? ''
      : ` on VM ${vm.id} with ${spellNumber(vm.memorySize)} bytes from ${spellNumber(vm.memoryBase)} on`;
  const changed = Object.entries(changes).map(
    ([at, to]) => `[${spellNumber(Number(at))}] to ${spellNumber(to)}`,
  );
  return changed.length === 0
    ? where
    : `${where} while another vCPU changes, once it was read, ${changed.join(', ')}`;
}
