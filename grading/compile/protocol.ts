/** What the compiler's process is asked and what it answers: one JSON object a line, each request answered once, in order. */
import type { Diagnostic } from './rules/index.js';

export interface PartText {
  /** `08-trap-and-emulate` */
  readonly exercise: string;
  /** The name of the part in the exercise's folder: `emulate.ts`. */
  readonly file: string;
  /** The student's source, as it is. */
  readonly text: string;
}

/** Asks for the script of a part. */
export interface CompileRequest extends PartText {
  /** Comes back in the reply. */
  readonly id: number;
}

/**
 * Asks for the type errors of parts of different exercises, which compile. They cost seconds the first time, and nothing is
 * refused because of them. All parts of a submission together cost little more than one.
 */
export interface TypesRequest {
  readonly id: number;
  readonly parts: readonly PartText[];
}

export interface TypesReply {
  readonly id: number;
  /** For each part, in the order asked: its type errors, at most 20, in the order of the file. */
  readonly diagnostics: readonly (readonly Diagnostic[])[];
}

export type CompileReply = Compiled | NotCompiled;

export interface Compiled {
  readonly id: number;
  readonly ok: true;
  /**
   * A function expression, to be evaluated in a compartment of its own: `(layers, exports, meter) => void`.
   * `layers` holds the layers by name (`layers.hypervisor.advance`), the part's exports are put on `exports` at the end,
   * and `meter(line)` is called at the start of every loop turn and every function with the line of the student's file.
   */
  readonly script: string;
  /** A source map (revision 3, JSON) from the script to the student's file; see `mapPosition`. */
  readonly map: string;
}

export interface NotCompiled {
  readonly id: number;
  readonly ok: false;
  /** Why there is nothing to run: syntax errors, imports that are not possible. At least one, at most 20. */
  readonly errors: readonly Diagnostic[];
}

export const MAX_DIAGNOSTICS = 20;
