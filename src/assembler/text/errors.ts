/**
 * What is wrong with a source, one line for each error: `name:line: what is wrong, what was expected`.
 */
import { MAX_ERRORS } from './limits.js';

/** A source that cannot be assembled. `errors` holds up to 20 lines in the order of the source; `message` joins them. */
export class AsmError extends Error {
  override readonly name = 'AsmError';

  constructor(readonly errors: readonly string[]) {
    super(errors.join('\n'));
  }
}

/** Where a statement is in the source. For a statement of a macro, `line` is the line that calls the macro. */
export interface Place {
  readonly line: number;
  /** Where in the macro: `macro save, line 3`; empty outside macros. */
  readonly inside: string;
}

/** One statement is wrong. `ErrorList` catches it and adds the place; the assembler continues with the next statement. */
class SourceError extends Error {}

/** Ends the work on one statement with a message. */
export function fault(message: string): never {
  throw new SourceError(message);
}

/** The errors of a run. They are collected, so that a user sees all of them and not only the first. */
export class ErrorList {
  readonly #found: { readonly line: number; readonly text: string }[] = [];

  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  add(place: Place, message: string): void {
    const inside = place.inside === '' ? '' : ` (in ${place.inside})`;
    const text = `${this.#name}:${place.line}: ${message}${inside}`;
    this.#found.push({ line: place.line, text });
  }

  /** Runs `work` and collects what `fault` throws in it. Anything else is a bug in the assembler and is thrown again. */
  collect(place: Place, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof SourceError)) {
        throw error;
      }
      this.add(place, error.message);
    }
  }

  /** Throws an AsmError if there are errors. */
  throwIfAny(): void {
    if (this.#found.length === 0) {
      return;
    }
    const sorted = [...this.#found].sort((a, b) => a.line - b.line);
    // A pseudo-instruction that becomes two instructions would report the same error twice.
    const inOrder = [...new Set(sorted.map((error) => error.text))];
    const more = inOrder.length - MAX_ERRORS;
    throw new AsmError(
      more > 0
        ? [...inOrder.slice(0, MAX_ERRORS), `${this.#name}: and ${more} more errors after these`]
        : inOrder,
    );
  }
}
