/** What a row of the table of hypercalls says (hypercalls.ts), and how a row is written. */
import { HypercallError, type HypercallResult } from '../../sockets/index.js';
import type { Caller } from './caller.js';
import type { ParaCall } from './shared/index.js';

export interface ParaCallRow {
  readonly number: number;
  readonly arguments: readonly string[];
  readonly does: string;
  readonly errors: readonly (keyof typeof HypercallError | 'PagingError')[];
  /** Cycles beside the world switch, for these arguments. Chosen: about the VMM's instructions. */
  readonly cost: (args: readonly number[]) => number;
  /** Whether it may be in a multicall: the guest goes on after it. */
  readonly inBatch: boolean;
  /** Undefined: the guest gets no answer, it goes on elsewhere or has ended. */
  readonly run: (caller: Caller, args: readonly number[]) => HypercallResult | undefined;
}

export type Name = keyof typeof ParaCall;

/** Some rows of the table, by name. The number of a call stands in the guest's interface (shared/abi.ts). */
export type Rows<N extends Name> = Readonly<Record<N, Omit<ParaCallRow, 'number'>>>;

export const done = (value = 0): HypercallResult => ({ error: HypercallError.Success, value });
export const refused = (error: number): HypercallResult => ({ error, value: 0 });
export const fixed = (cycles: number) => () => cycles;

export function runCall(
  caller: Caller,
  call: ParaCallRow,
  args: readonly number[],
): HypercallResult | undefined {
  caller.services.machine.charge(call.cost(args));
  return call.run(caller, args);
}
