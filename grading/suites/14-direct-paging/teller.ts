/** Tells a step with what was before it. Words are made when somebody reads them: of most steps of the random sequences nobody does. */
import type { Step } from './situation.js';
import { spellStep } from './spell.js';

/** The last things before a step that are told with it. */
const TOLD = 14;

export class Teller {
  /** What was there and what was done. */
  readonly #before: (() => string)[] = [];

  add(words: () => string): void {
    let made: string | undefined; // the steps after it tell it, too
    this.#before.push(() => (made ??= words()));
  }

  /** Says a step and what was before it, however much comes after it until somebody asks. */
  tell(step: Step): () => string {
    const count = this.#before.length;
    return () => {
      const last = this.#before.slice(Math.max(0, count - TOLD), count).map((words) => words());
      const before = count > TOLD ? ['…', ...last] : last;
      return `${spellStep(step)}${before.length === 0 ? '' : ` after ${before.join('; ')}`}`;
    };
  }
}
