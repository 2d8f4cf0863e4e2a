/**
 * The socket of exercise 09: which sensitive instructions fail silently on this machine? (lecture: Full Virtualization).
 *
 * A part is lent a machine on which single instructions can be tried, one experiment at a time. What kind of machine it is can be
 * found out in no other way. (Popek and Goldberg 1974; Robin and Irvine 2000 did the same to the Pentium.)
 */

export interface SilentFailuresPart {
  /** Finds by experiment what fails silently on this machine, and what completes legally. */
  survey(machine: UnknownMachine): Survey;
  /** The red pill: a guest, in assembly, that prints `v` where it runs in a VM and `b` on the bare machine, and shuts down. */
  readonly redPill: string;
}

export interface UnknownMachine {
  /**
   * Executes one instruction, from the state in which the machine was handed out. Throws a RangeError when the experiment makes no
   * sense, or when there have been EXPERIMENTS_MAX of them.
   */
  attempt(experiment: Experiment): Observation;
  /** A CSR after the last experiment, unsigned, as machine mode reads it. RangeError when this machine does not have it. */
  readCsr(number: number): number;
}

/** How many experiments may be made on one machine. */
export const EXPERIMENTS_MAX = 500;

export interface Experiment {
  /** One instruction in assembly: `csrrs a0, sstatus, zero`. */
  readonly instruction: string;
  /** The mode in which it is executed. Default: Mode.User. */
  readonly mode?: number;
  /** Registers before it, by number. Register xN holds N times 0x0101_0101 unless it is named here. */
  readonly registers?: Readonly<Record<number, number>>;
  /** CSRs before it, by number, written as machine mode writes them. The others are as the machine was handed out. */
  readonly csrs?: Readonly<Record<number, number>>;
}

/** What can be seen after an experiment. All numbers are unsigned. */
export interface Observation {
  /** The cause of the trap; undefined when the instruction has completed. An interrupt has bit 31 set. */
  readonly trap: number | undefined;
  /** The address of the next instruction; after a trap that machine mode takes, of this one. */
  readonly pc: number;
  /** The mode after it. */
  readonly mode: number;
  /** x0 to x31 after it. */
  readonly registers: readonly number[];
  /** The hart has given itself up until an interrupt comes. */
  readonly asleep: boolean;
  /** The hart has forgotten its address translations. */
  readonly fenced: boolean;
}

/**
 * How an instruction fails. `leaks`: a read gives the machine's value. `dropped`: a write changes nothing. `mode kept`: a return
 * from a trap jumps, and changes neither mode nor interrupt state. `no effect`: nothing happens at all.
 */
export type HowItFails = 'leaks' | 'dropped' | 'mode kept' | 'no effect';

export interface SilentFailure {
  /** `read sstatus`, `write sie`: an access to a CSR. `sret`: another instruction by its name. */
  readonly instruction: string;
  readonly how: HowItFails;
}

export interface Survey {
  /** In any order. */
  readonly failures: readonly SilentFailure[];
  /** Sensitive instructions that complete in U-mode because a switch is open: the specification allows it. Spelled as above. */
  readonly legal: readonly string[];
}
