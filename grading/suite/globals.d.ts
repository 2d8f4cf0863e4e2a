/**
 * What every suite finds without importing it, beside Jest's own globals. Global, because exercises may not import
 * `grading/` and yet hold suites of their own.
 */

/** A check of the exercise whose folder the file stands in. `title` must be one of the manifest's. */
declare function check(title: string, body: (lab: Lab) => void | Promise<void>): void;

/** Jest's `expect(actual)`, with words for what `actual` is: they open the message on the feedback page. */
declare function claim(what: string, actual: unknown): jest.JestMatchers<unknown>;

interface Lab {
  /** The run's seed: random scenarios are derived from it and from nothing else. */
  readonly seed: number;
  /**
   * Runs scenario `scenario` of the exercise's rig in the sandbox, on a fresh instance of the part, and resolves to its
   * observation. The rig gets guests in `input`, the input itself or those in its `guests`, assembled: an `image` in place of
   * the `source`. Rejects, and the check fails, when the part throws, does not end, or hands back nonsense.
   */
  call<Observation = unknown>(scenario: string, input?: unknown): Promise<Observation>;
  /**
   * The same guest on the bare machine: what a run in a VM is compared with. Computed here, on the trusted side, with no
   * part of anybody's, and only once for each guest.
   */
  bare(guest: BareGuest): BareRun;
  /**
   * What the oracle called `name` says of `input`, asked only once for all submissions. The answer must depend on `input`
   * alone, which is plain JSON; two oracles of one exercise have two names. It is frozen.
   *
   * An answer, or an item of one, may be the input of another oracle, and of a call, whose text is then made once for all
   * submissions: of large inputs that saves the most.
   */
  once<Input, Answer>(name: string, input: Input, oracle: (input: Input) => Answer): Answer;
}

/** A guest as its source, in the assembler's language. */
interface BareGuest {
  readonly source: string;
  /** Bytes of its memory: a whole number of pages. */
  readonly memoryBytes: number;
  /** Guest steps after which the run is stopped. */
  readonly budget: number;
}

/** A run with its trace, and the assembler's listing, by which the first divergence finds its line of the source. */
type BareRun = import('../../src/hypervisor/index.js').Run & {
  readonly listing: ReturnType<typeof import('../../src/assembler/index.js').assemble>['listing'];
};
