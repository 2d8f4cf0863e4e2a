/** What a sandboxed process may use at most. Time is counted by the part's own meter first; these are the backstop. */
export interface Limits {
  /** JavaScript heap, MiB (V8's --max-old-space-size). */
  readonly heapMiB: number;
  /** Address space, MiB: bounds the array buffers, which live outside the heap. */
  readonly addressSpaceMiB: number;
  /** Processor time of the whole process, in seconds. */
  readonly cpuSeconds: number;
  /** What else V8 is told. */
  readonly engineFlags?: readonly string[];
}

/**
 * Node.js 20 optimizes code so early that this takes a third of a rig's life of a few seconds, and a sixth of the first type
 * check; much of that code hardly runs again. Later versions have a quick compiler in between, and no such flag.
 */
const optimizeLater = (budget: number): string[] =>
  /^20\./.test(process.versions.node) ? [`--interrupt-budget=${budget}`] : [];

/** For the rig: a machine of a few MiB and a part. */
export const rigLimits: Limits = {
  heapMiB: 256,
  addressSpaceMiB: 2048,
  cpuSeconds: 600,
  engineFlags: [
    ...optimizeLater(1_000_000),
    // A small heap is marked whenever it has grown a little: 28 times in the life of a rig, which never holds much. 11 times so.
    '--initial-heap-size=200',
    // The garbage of a rig is small: helpers cost more than they save, a fourteenth of its processor time.
    '--single-threaded-gc',
    // A regular expression that tries too much starts again in an engine that needs linear time. V8 counts the tries, so
    // this does not depend on the machine. Look-around and back references cannot be had that way; time ends those.
    '--enable-experimental-regexp-engine-on-excessive-backtracks',
  ],
};

/** For the compiler, which holds the type checker's view of `src/`. */
export const compilerLimits: Limits = {
  heapMiB: 1024,
  addressSpaceMiB: 4096,
  cpuSeconds: 3600,
  engineFlags: optimizeLater(400_000),
};

/** Threads and processes; Node.js itself starts about a dozen threads. */
export const MAX_PROCESSES = 64;

/** Open files. */
export const MAX_FILES = 64;

/** Bytes that a sandboxed process may write to standard error before the rest is dropped. */
export const MAX_STDERR_BYTES = 16 * 1024;

/** Bytes of one reply; a longer one is not read and ends the process. */
export const MAX_REPLY_BYTES = 16 * 1024 * 1024;
