/**
 * A machine that exists only to be paged: frames of two VMs and of the VMM, and a direct-paging part that serves both. The facade and
 * the checks of answers are the hypervisor's own. After each step the walker looks at the machine's memory.
 */
import {
  checkedPaging,
  pagingFacade,
  type DirectPaging,
  type DirectPagingPart,
  type FrameInfo,
  type PageBase,
  type PageUpdate,
} from '../../../src/hypervisor/index.js';
import { PTE_A, PTE_D, PTE_V, PTE_W } from '../../../src/machine/index.js';
import { calling } from '../../rig/calling.js';
import { EXAMPLE, layoutOf, onlyGives, rightsTo, type FrameSpec, type Layout } from './layout.js';
import { spellError, spellFrame, spellInfo, spellStep, spellWord } from './spell.js';
import { TableMemory } from './table-memory.js';
import { walkTables, type BreachKind } from './walker.js';

export type Step =
  | { readonly op: 'pin'; readonly vm: number; readonly frame: number; readonly level: 1 | 2 }
  | { readonly op: 'unpin'; readonly vm: number; readonly frame: number }
  | { readonly op: 'update'; readonly vm: number; readonly updates: readonly PageUpdate[] }
  | { readonly op: 'setBase'; readonly vm: number; readonly base: PageBase; readonly root: number | null }
  | { readonly op: 'end'; readonly vm: number }
  /** The VM writes to its own memory by itself. It does nothing where the frame is a table in use. */
  | {
      readonly op: 'store';
      readonly vm: number;
      readonly frame: number;
      readonly index: number;
      readonly entry: number;
    }
  /** The hardware marks a valid leaf of a table in use: accessed, and dirty where it may be written. */
  | { readonly op: 'touch'; readonly frame: number; readonly index: number }
  /** The VMM changes rights: it gives them at any time, and takes them away only while nothing refers to the frame. */
  | { readonly op: 'rights'; readonly frame: number; readonly spec: FrameSpec };

export interface Situation {
  /** Default: that of the task page's examples. */
  readonly layout?: Layout;
  /** Entries by frame and index, before the first step. All other words are 0. */
  readonly words?: Readonly<Record<number, Readonly<Record<number, number>>>>;
  /** Frames of which every word is the same. */
  readonly full?: Readonly<Record<number, number>>;
  readonly steps: readonly Step[];
}

/** What came of a step of the part. */
export interface Observed {
  readonly what: string;
  /** The answer, then the words in memory that are others now, then the frames of which `info` tells something else; a line each. */
  readonly done: string;
  /** The error, and for updates how many were done. */
  readonly answer: readonly number[];
  /** How many entries it has read. */
  readonly reads: number;
  /** What should never be, if it is now; only `observeUntilWrong` looks. */
  readonly wrong?: { readonly kind: WrongKind; readonly text: string };
}

/** 'memory': a word is not what was asked for. 'counts': `info` does not tell what the tables hold. */
export type WrongKind = BreachKind | 'memory' | 'counts';

export function observe(part: DirectPagingPart, situation: Situation): Observed[] {
  const model = new Model(part, situation);
  // A copy has the words themselves. What makes them holds the model, and a part may keep 36 MB for each machine.
  return situation.steps.flatMap((step) => {
    const one = model.take(step);
    return one ? { ...one } : [];
  });
}

/** Up to the first step after which something is wrong: what comes later has its cause there. */
export function observeUntilWrong(part: DirectPagingPart, situation: Situation): Observed[] {
  const model = new Model(part, situation);
  const observed: Observed[] = [];
  for (const step of situation.steps) {
    const one = model.take(step);
    if (one === undefined) {
      continue;
    }
    const wrong = model.findWrong(step, one.answer);
    observed.push(wrong ? { ...one, wrong } : one);
    if (wrong) {
      break;
    }
  }
  return observed;
}

/** The answers alone: for whoever knows already that nothing is wrong. */
export function answersOf(part: DirectPagingPart, situation: Situation): (readonly number[])[] {
  const model = new Model(part, situation);
  return situation.steps.flatMap((step) => {
    const answer = model.answer(step);
    return answer ? [answer] : [];
  });
}

const framesOf = (layout: Layout): number[] => Object.keys(layout).map(Number);
const exampleLayout = layoutOf(EXAMPLE);
const exampleFrames = framesOf(exampleLayout);

class Model {
  #layout: Layout;
  readonly #frames: readonly number[];
  readonly #memory: TableMemory;
  readonly #paging: DirectPaging;
  readonly #pins = new Map<number, { vm: number; level: 1 | 2 }>();
  readonly #bases = new Map<string, { vm: number; root: number }>();
  /** What was there and what was done, in words: they are asked for only where something is told. */
  readonly #before: (() => string)[] = [];
  /** Of `#frames`, in their order. */
  #infos: readonly FrameInfo[] = [];

  constructor(part: DirectPagingPart, { layout, words = {}, full = {} }: Situation) {
    this.#layout = layout ?? exampleLayout;
    this.#frames = layout ? framesOf(layout) : exampleFrames;
    this.#memory = new TableMemory(this.#frames);
    for (const [frame, entries] of Object.entries(words)) {
      for (const [index, entry] of Object.entries(entries)) {
        this.#memory.write(Number(frame), Number(index), entry);
        this.#before.push(() => spellWord(Number(frame), Number(index), entry));
      }
    }
    for (const [frame, entry] of Object.entries(full)) {
      this.#memory.fill(Number(frame), entry);
      this.#before.push(() => `all of ${spellWord(Number(frame), 0, entry).replace(', 0]', ']')}`);
    }
    this.#paging = calling(
      () => 'directPaging(machine)',
      () =>
        checkedPaging(
          part,
          pagingFacade(this.#memory, (vm, frame) => this.#rightsTo(vm, frame)),
        ),
    );
    this.#infos = this.#askInfos(() => 'the start');
  }

  /** What the part answers; undefined for steps that are not the part's. */
  answer(step: Step): readonly number[] | undefined {
    if (step.op === 'store' || step.op === 'touch' || step.op === 'rights') {
      this.#before.push(() => spellStep(step));
      this.#withoutPart(step);
      return undefined;
    }
    const said = this.#tellerOf(step);
    this.#before.push(() => spellStep(step));
    this.#memory.mark();
    const answer = calling(said, () => this.#call(step));
    this.#grant(step, answer[0]!);
    return answer;
  }

  take(step: Step): Observed | undefined {
    const said = this.#tellerOf(step);
    const answer = this.answer(step);
    if (answer === undefined) {
      return undefined;
    }
    const { reads } = this.#memory;
    const changed = this.#memory.changes();
    const [before, now] = [this.#infos, this.#askInfos(said)];
    this.#infos = now;
    const frames = this.#frames;
    // Words are made when somebody reads them: of most steps of the random sequences nobody does.
    return {
      get what() {
        return `what ${said()} answers and changes`;
      },
      get done() {
        return [
          step.op === 'update'
            ? `answers { error: ${spellError(answer[0]!)}, done: ${answer[1]} }`
            : `answers ${spellError(answer[0]!)}`,
          ...changed.map(({ frame, index, word }) => spellWord(frame, index, word)),
          ...frames.flatMap((frame, i) => (sameInfo(now[i]!, before[i]!) ? [] : spellInfo(frame, now[i]!))),
        ].join('\n');
      },
      answer,
      reads,
    };
  }

  /** Says a step and what was before it, however much comes after it until somebody asks. */
  #tellerOf(step: Step): () => string {
    const count = this.#before.length;
    return () => {
      const last = this.#before.slice(Math.max(0, count - 14), count).map((words) => words());
      const before = count > 14 ? ['…', ...last] : last;
      return `${spellStep(step)}${before.length === 0 ? '' : ` after ${before.join('; ')}`}`;
    };
  }

  #call(step: Exclude<Step, { op: 'store' | 'touch' | 'rights' }>): number[] {
    switch (step.op) {
      case 'pin':
        return [this.#paging.pin(step.vm, step.frame, step.level)];
      case 'unpin':
        return [this.#paging.unpin(step.vm, step.frame)];
      case 'setBase':
        return [this.#paging.setBase(step.vm, step.base, step.root ?? undefined)];
      case 'update': {
        const { error, done } = this.#paging.update(step.vm, step.updates);
        return [error, done];
      }
      case 'end':
        this.#paging.end(step.vm);
        return [0];
    }
  }

  /** Keeps what the part has granted: the walker begins there. */
  #grant(step: Step, error: number): void {
    if (error !== 0) {
      return;
    }
    if (step.op === 'pin') {
      this.#pins.set(step.frame, { vm: step.vm, level: step.level });
    } else if (step.op === 'unpin') {
      this.#pins.delete(step.frame);
    } else if (step.op === 'setBase') {
      const key = `${step.vm} ${step.base}`;
      this.#bases.delete(key);
      if (step.root !== null) {
        this.#bases.set(key, { vm: step.vm, root: step.root });
      }
    } else if (step.op === 'end') {
      [...this.#pins].filter(([, { vm }]) => vm === step.vm).forEach(([frame]) => this.#pins.delete(frame));
      ['kernel', 'user'].forEach((base) => this.#bases.delete(`${step.vm} ${base}`));
    }
  }

  #withoutPart(step: Extract<Step, { op: 'store' | 'touch' | 'rights' }>): void {
    const { frame } = step;
    const found = this.#walk();
    if (step.op === 'rights') {
      if (found.infoOf(frame).references === 0 || onlyGives(this.#layout[frame], step.spec)) {
        this.#layout = { ...this.#layout, [frame]: step.spec };
      }
    } else if (step.op === 'store') {
      if (!found.isTable(frame) && ['own', 'write'].includes(this.#rightsTo(step.vm, frame))) {
        this.#memory.write(frame, step.index, step.entry);
      }
    } else if (found.infoOf(frame).type === 'l1') {
      const entry = this.#memory.wordAt(frame, step.index);
      if (entry & PTE_V) {
        this.#memory.write(frame, step.index, entry | PTE_A | (entry & PTE_W ? PTE_D : 0));
      }
    }
  }

  /** To be asked after a step of the part, before the next one. A walk through all tables, so it is not done where nobody asks. */
  findWrong(step: Step, answer: readonly number[]): Observed['wrong'] {
    const found = this.#walk();
    if (found.breaches[0]) {
      return found.breaches[0];
    }
    const stray = this.#strayWord(step.op === 'update' ? step.updates.slice(0, answer[1]) : []);
    if (stray !== undefined) {
      return { kind: 'memory', text: `${stray}, which nobody has asked for` };
    }
    for (const [i, frame] of this.#frames.entries()) {
      const info = this.#infos[i]!;
      const counted = found.infoOf(frame);
      if (!sameInfo(info, counted)) {
        const text = `info says: ${spellInfo(frame, info)}; the tables say: ${spellInfo(frame, counted)}`;
        return { kind: 'counts', text };
      }
    }
    return undefined;
  }

  /** A word that is not what `updates` have asked for, in words; undefined when all are. */
  #strayWord(updates: readonly PageUpdate[]): string | undefined {
    const asked = new Map(updates.map(({ frame, index, entry }) => [frame * 1024 + index, entry]));
    const stray = this.#memory
      .changes()
      .find(({ frame, index, word }) => asked.get(frame * 1024 + index) !== word);
    if (stray) {
      return spellWord(stray.frame, stray.index, stray.word);
    }
    // The hardware may walk a table at any moment, so a word must not stand there even for the time of one call.
    const between = this.#memory.written.find(
      (one) =>
        !updates.some(
          ({ frame, index, entry }) => frame === one.frame && index === one.index && entry === one.word,
        ),
    );
    if (between) {
      return `${spellWord(between.frame, between.index, between.word)} is written`;
    }
    for (const [place, entry] of asked) {
      const [frame, index] = [Math.floor(place / 1024), place % 1024];
      const word = this.#memory.wordAt(frame, index);
      if (word !== entry) {
        return spellWord(frame, index, word);
      }
    }
    return undefined;
  }

  #walk() {
    return walkTables(this.#memory, { pins: this.#pins, bases: this.#bases }, (vm, frame) =>
      this.#rightsTo(vm, frame),
    );
  }

  #askInfos(when: () => string): FrameInfo[] {
    let asked = 0;
    return calling(
      () => `info(${spellFrame(asked)}) after ${when()}`,
      () => this.#frames.map((frame) => this.#paging.info((asked = frame))),
    );
  }

  #rightsTo(vm: number, frame: number) {
    return rightsTo(this.#layout[frame], vm);
  }
}

function sameInfo(a: FrameInfo, b: FrameInfo): boolean {
  return a.type === b.type && a.uses === b.uses && a.references === b.references && a.pinned === b.pinned;
}
