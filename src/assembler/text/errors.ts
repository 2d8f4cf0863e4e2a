/**
 * What is wrong with a source, one line each: `name:line: what is wrong, what was expected`.
 */
import { MAX_ERRORS } from './limits.js';

/** A source that cannot be assembled. `errors` holds up to 20 lines, in the order of the source; `message` joins them. */
export class AsmError extends Error {
  override readonly name = 'AsmError';

  constructor(readonly errors: readonly string[]) {
    super(errors.join('\n'));
  }
}

/** Where a statement stands in the source. Inside a macro, `line` is the line that called it. */
export interface Place {
  readonly line: number;
  /** Empty, or the macro's own line: `macro save, line 3`. */
  readonly inside: string;
}

/** Thrown where one statement is wrong; the assembler catches it, adds the place, and goes on with the next statement. */
export class SourceError extends Error {}

/** Stops the work on one statement with a message. */
export function fault(message: string): never {
  throw new SourceError(message);
}

/** Collects the errors of a run, so that a user sees all of them and not only the first. */
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

  /** Runs `work`; a SourceError that it throws is collected, anything else is a bug of ours and passes through. */
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

  /** Throws an AsmError when anything was collected. */
  throwIfAny(): void {
    if (this.#found.length === 0) {
      return;
    }
    const sorted = [...this.#found].sort((a, b) => a.line - b.line);
    // A statement that becomes two instructions would say the same twice.
    const inOrder = [...new Set(sorted.map((error) => error.text))];
    const more = inOrder.length - MAX_ERRORS;
    throw new AsmError(
      more > 0
        ? [...inOrder.slice(0, MAX_ERRORS), `${this.#name}: and ${more} more errors after these`]
        : inOrder,
    );
  }
}
