/** The type errors of all parts of one submission: asked for together, as soon as each has been compiled, since that is cheaper. */
import type { Diagnostic, Manifest } from '../result/index.js';
import type { Compiler } from './compiler.js';

type Settle = (errors: readonly Diagnostic[] | undefined) => void;

export class TypeRound {
  readonly #compiler: Compiler;
  #missing: number;
  readonly #parts: { manifest: Manifest; text: string; settle: Settle; fail: (error: unknown) => void }[] =
    [];

  /** `count` parts will be added. */
  constructor(compiler: Compiler, count: number) {
    this.#compiler = compiler;
    this.#missing = count;
  }

  /** Resolves to the type errors of a part that compiles, once the round is full. */
  add(manifest: Manifest, text: string): Promise<readonly Diagnostic[] | undefined> {
    return new Promise((settle, fail) => {
      this.#parts.push({ manifest, text, settle, fail });
      this.#count();
    });
  }

  /** Counts a part that does not compile: it has no types to look at. */
  pass(): void {
    this.#count();
  }

  #count(): void {
    this.#missing -= 1;
    if (this.#missing === 0 && this.#parts.length > 0) {
      void this.#ask();
    }
  }

  async #ask(): Promise<void> {
    try {
      const errors = await this.#compiler.typeErrors(this.#parts);
      this.#parts.forEach(({ settle }, index) => settle(errors[index]));
    } catch (error) {
      this.#parts.forEach(({ fail }) => fail(error));
    }
  }
}
