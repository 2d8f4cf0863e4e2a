/**
 * A mistake of ours, said by our own code. It is the only thing that makes a failed call the grader's fault: that a stack
 * trace shows no line of the part proves nothing, since a part can arrange for that.
 */
export class RigFault extends Error {
  readonly #ours = true;

  /** Asks nothing of `value`: what a part throws may be a proxy that answers as it likes. */
  static is(value: unknown): value is RigFault {
    return typeof value === 'object' && value !== null && #ours in value;
  }
}
