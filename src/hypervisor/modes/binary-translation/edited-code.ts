/**
 * The guest's code, page by page, as the hart may fetch it. A page in which the translate part finds nothing to edit is executed as it is.
 * Any other page has an edited copy in a frame of the VMM, which is mapped execute-only.
 *
 * A write to a page of code, by whomever, makes the VMM forget the page: it is looked at again when it is executed again. So no edit is
 * ever older than the code. Copies are a cache of fixed size.
 */
import { PAGE_BYTES, costs, isCompressed, type Machine } from '../../../machine/index.js';
import type { ShadowTables } from '../../memory/index.js';
import { translatePage } from '../../parts/index.js';
import { PAGE_HALFWORDS, type TranslatePart } from '../../sockets/index.js';
import { failsSilently } from './fails-silently.js';
import { Heat } from './heat.js';
import { StatePage } from './state-page.js';

export interface CodeFrame {
  /** The guest's own machine frame. */
  readonly frame: number;
  /** What the hart fetches from: the frame itself, or its edited copy. */
  readonly fetched: number;
  /**
   * The first halfword is edited. The last instruction of the page before, which may be any, can extend into it. So the hart fetches
   * nothing from this page, and the VMM does each of its instructions.
   */
  readonly refused: boolean;
}

export class EditedCode {
  readonly #machine: Machine;
  readonly #tables: ShadowTables;
  readonly #translate: TranslatePart;
  readonly #frames = new Map<number, CodeFrame>();
  readonly #byCopy = new Map<number, CodeFrame>();
  readonly #free: number[];
  readonly #heat = new Heat();
  /** The vCPU's registers for translated code. */
  readonly state: StatePage;

  /** `frames`: machine frames of the VMM, one for the state page, the others for the edited pages. */
  constructor(machine: Machine, tables: ShadowTables, translate: TranslatePart, frames: readonly number[]) {
    this.#machine = machine;
    this.#tables = tables;
    this.#translate = translate;
    this.state = new StatePage(machine.memory, frames[0]!);
    this.#free = frames.slice(1);
  }

  /** Whether this frame of the guest is known as code. */
  has(frame: number): boolean {
    return this.#frames.has(frame);
  }

  /** The code in a frame of the guest. */
  at(frame: number): CodeFrame {
    return this.#frames.get(frame) ?? this.#edit(frame);
  }

  /** The code that the hart fetches from this machine frame, if it is an edited copy. */
  copiedTo(frame: number): CodeFrame | undefined {
    return this.#byCopy.get(frame);
  }

  /** The frame whose bytes the guest finds where the hart fetches from this frame. */
  originalOf(frame: number): number {
    return this.#byCopy.get(frame)?.frame ?? frame;
  }

  /** Whether the instruction that the hart fetches at this machine address is another than the guest's own. */
  isEdited(address: number): boolean {
    const code = this.#byCopy.get(Math.floor(address / PAGE_BYTES));
    if (code === undefined) {
      return false;
    }
    const index = (address % PAGE_BYTES) / 2;
    const fetched = this.#halfword(code.fetched, index);
    return (
      fetched !== this.#halfword(code.frame, index) ||
      (!isCompressed(fetched) &&
        index + 1 < PAGE_HALFWORDS &&
        this.#halfword(code.fetched, index + 1) !== this.#halfword(code.frame, index + 1))
    );
  }

  /** The instruction fetched at this machine address has trapped, and the VMM does it. If it is worth a translation now, its page is edited again. */
  countExit(address: number): void {
    const frame = this.originalOf(Math.floor(address / PAGE_BYTES));
    if (!this.state.isLost && this.#heat.countExit(this.#first(frame) + (address % PAGE_BYTES) / 2)) {
      this.forget(frame);
    }
  }

  /** The translation at this machine address has trapped: the VMM had to do the instruction after all. */
  countVain(address: number): void {
    const frame = this.originalOf(Math.floor(address / PAGE_BYTES));
    if (this.#heat.countVain(this.#first(frame) + (address % PAGE_BYTES) / 2)) {
      this.forget(frame);
    }
  }

  /** The guest uses the page in which the VMM keeps its registers. So all translations end. */
  loseStatePage(): void {
    if (this.state.lose()) {
      [...this.#frames.keys()].forEach((frame) => this.forget(frame));
      this.#tables.forget();
    }
  }

  /** The bytes of this frame have changed, or are about to. */
  forget(frame: number): void {
    const code = this.#frames.get(frame);
    if (code === undefined) {
      return;
    }
    this.#frames.delete(frame);
    this.#tables.unwatch(frame);
    this.#tables.stopExecution(code.fetched);
    if (code.fetched !== frame) {
      this.#byCopy.delete(code.fetched);
      this.#free.push(code.fetched);
    }
  }

  #edit(frame: number): CodeFrame {
    const { memory } = this.#machine;
    const first = this.#first(frame);
    const halfwords = memory.halves.slice(first, first + PAGE_HALFWORDS);
    const edits = translatePage(this.#translate, listOf(halfwords), {
      failsSilently: (word) => failsSilently(this.#machine.hart.profile, word),
      isHot: (index) => this.#heat.isHot(first + index),
      loadOffset: (csr) => this.state.loadOffset(csr),
      storeOffset: (csr) => this.state.storeOffset(csr),
    });
    this.#machine.charge(PAGE_HALFWORDS * costs.instruction);
    const changed = edits.filter(({ index, halfword }) => halfwords[index] !== halfword);
    const refused = changed.some(({ index }) => index === 0);
    const fetched = changed.length === 0 || refused ? frame : this.#takeFrame();
    if (fetched !== frame) {
      changed.forEach(({ index, halfword }) => (halfwords[index] = halfword));
      memory.writeBytes(fetched * PAGE_BYTES, new Uint8Array(halfwords.buffer));
    }
    const code = { frame, fetched, refused };
    this.#frames.set(frame, code);
    if (fetched !== frame) {
      this.#byCopy.set(fetched, code);
    }
    this.#tables.watch(frame);
    return code;
  }

  /** When no frame is left, the page that was edited first gives up its copy. */
  #takeFrame(): number {
    if (this.#free.length === 0) {
      this.forget([...this.#byCopy.values()][0]!.frame);
    }
    return this.#free.pop()!;
  }

  #halfword(frame: number, index: number): number {
    return this.#machine.memory.halves[this.#first(frame) + index]!;
  }

  /** The number of the first halfword of a frame in the machine's memory. */
  #first(frame: number): number {
    return (frame * PAGE_BYTES - this.#machine.memory.base) / 2;
  }
}

/** As a plain list. By a loop: a guest that rewrites itself comes here often, and the iterator of Array.from makes an object for each. */
function listOf(halfwords: Uint16Array): number[] {
  const list = new Array<number>(halfwords.length);
  for (let index = 0; index < halfwords.length; index += 1) {
    list[index] = halfwords[index]!;
  }
  return list;
}
