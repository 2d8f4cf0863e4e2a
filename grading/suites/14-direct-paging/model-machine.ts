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
} from '../../../src/hypervisor/index.js';
import { PTE_A, PTE_D, PTE_V, PTE_W } from '../../../src/machine/index.js';
import { spellNumber } from '../../rig/both-sides/index.js';
import { calling } from '../../rig/inside/index.js';
import { Granted } from './granted.js';
import { EXAMPLE, layoutOf, onlyGives, rightsTo, type Layout } from './layout.js';
import type { OtherStep, PartStep, Situation, Step } from './situation.js';
import { spellError, spellInfo, spellStep, spellWord } from './spell.js';
import { strayWord } from './stray-word.js';
import { TableMemory } from './table-memory.js';
import { Teller } from './teller.js';
import { walkTables, type BreachKind } from './walker.js';

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

const framesOf = (layout: Layout): number[] => Object.keys(layout).map(Number);
const exampleLayout = layoutOf(EXAMPLE);
const exampleFrames = framesOf(exampleLayout);

export class Model {
  #layout: Layout;
  readonly #frames: readonly number[];
  readonly #memory: TableMemory;
  readonly #paging: DirectPaging;
  readonly #granted = new Granted();
  readonly #teller = new Teller();
  /** Of `#frames`, in their order. */
  #infos: readonly FrameInfo[] = [];

  constructor(part: DirectPagingPart, { layout, words = {}, full = {} }: Situation) {
    this.#layout = layout ?? exampleLayout;
    this.#frames = layout ? framesOf(layout) : exampleFrames;
    this.#memory = new TableMemory(this.#frames);
    for (const [frame, entries] of Object.entries(words)) {
      for (const [index, entry] of Object.entries(entries)) {
        this.#memory.write(Number(frame), Number(index), entry);
        this.#teller.add(() => spellWord(Number(frame), Number(index), entry));
      }
    }
    for (const [frame, entry] of Object.entries(full)) {
      this.#memory.fill(Number(frame), entry);
      this.#teller.add(() => `all of ${spellWord(Number(frame), 0, entry).replace(', 0]', ']')}`);
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
      this.#teller.add(() => spellStep(step));
      this.#withoutPart(step);
      return undefined;
    }
    const said = this.#teller.tell(step);
    this.#teller.add(() => spellStep(step));
    this.#memory.mark();
    const answer = calling(said, () => this.#call(step));
    this.#granted.keep(step, answer[0]!);
    return answer;
  }

  take(step: Step): Observed | undefined {
    const said = this.#teller.tell(step);
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

  #call(step: PartStep): number[] {
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

  #withoutPart(step: OtherStep): void {
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
    const stray = strayWord(this.#memory, step.op === 'update' ? step.updates.slice(0, answer[1]) : []);
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

  #walk() {
    return walkTables(this.#memory, this.#granted, (vm, frame) => this.#rightsTo(vm, frame));
  }

  #askInfos(when: () => string): FrameInfo[] {
    let asked = 0;
    return calling(
      () => `info(${spellNumber(asked)}) after ${when()}`,
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
