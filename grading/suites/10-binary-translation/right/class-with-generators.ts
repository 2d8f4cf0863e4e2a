// A class that collects edits in a Map, and generators that yield what is to be done; EBREAK's second halfword is not needed.
import { PAGE_HALFWORDS, type CodePage, type Edit, type TranslatePart } from '../../src/hypervisor/index.js';

export const translate: TranslatePart = (page) => new Editor(page).result();

type Kind = 'load' | 'store' | 'other';

class Editor {
  readonly #page: CodePage;
  readonly #edits = new Map<number, number>();

  constructor(page: CodePage) {
    this.#page = page;
  }

  result(): Edit[] {
    for (const [index, word] of this.#candidates()) {
      this.#edit(index, word);
    }
    for (const index of this.#tail()) {
      this.#edits.set(index, 0x9002);
    }
    return Array.from(this.#edits, ([index, halfword]) => ({ index, halfword })).reverse();
  }

  *#candidates(): Generator<[number, number]> {
    const { halfwords } = this.#page;
    for (const [index, halfword] of halfwords.entries()) {
      const next = halfwords[index + 1];
      if (next !== undefined && (halfword & 0x7f) === 0x73) {
        yield [index, (halfword | (next << 16)) >>> 0];
      }
    }
  }

  *#tail(): Generator<number> {
    const { halfwords } = this.#page;
    const last = PAGE_HALFWORDS - 1;
    if ((halfwords[last]! & 0x7f) === 0x73) {
      yield last;
      for (let index = last - 1; index >= 0; index--) {
        const halfword = this.#edits.get(index) ?? halfwords[index]!;
        if ((halfword & 3) !== 3 || (halfword & 0x7f) === 0x73) {
          return; // short, or it traps by its new end
        }
        yield index;
      }
    }
  }

  #edit(index: number, word: number): void {
    const replacement = this.#page.isHot(index) ? this.#replacement(index, word) : undefined;
    if (replacement !== undefined) {
      this.#edits.set(index, replacement & 0xffff).set(index + 1, replacement >>> 16);
    } else if (this.#page.failsSilently(word)) {
      this.#edits.set(index + 1, 0x9002);
    }
  }

  #replacement(index: number, word: number): number | undefined {
    const before = this.#edits.get(index - 1) ?? this.#page.halfwords[index - 1];
    if (before === undefined || (before & 3) === 3) {
      return undefined;
    }
    const kind = kindOf(word);
    const csr = word >>> 20;
    if (kind === 'load') {
      const offset = this.#page.loadOffset(csr);
      return offset === undefined ? undefined : ((offset << 20) | (word & 0xf80) | 0x2003) >>> 0;
    }
    const offset = kind === 'store' ? this.#page.storeOffset(csr) : undefined;
    if (offset === undefined) {
      return undefined;
    }
    const source = (word >>> 15) & 31;
    return ((offset & 0xfe0) * 2 ** 20 + source * 2 ** 20 + (offset & 31) * 128 + 0x2023) >>> 0;
  }
}

function kindOf(word: number): Kind {
  const [source, target] = [(word >>> 15) & 31, (word >>> 7) & 31];
  switch ((word >>> 12) & 7) {
    case 1:
      return target === 0 ? 'store' : 'other';
    case 5:
      return target === 0 && source === 0 ? 'store' : 'other';
    case 2:
    case 3:
    case 6:
    case 7:
      return target !== 0 && source === 0 ? 'load' : 'other';
    default:
      return 'other';
  }
}
