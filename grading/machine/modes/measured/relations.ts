/**
 * The literature's relations, each by a name, held beside what was measured here. A relation holds or not, with the reason; or it was
 * not measured, where a mode is missing. Our cycles are those of a published table of costs, so only orders and ratios are compared.
 */
import { PAGE_UPDATES_MAX } from '../../../../src/hypervisor/index.js';
import { costs } from '../../../../src/machine/index.js';
import { grouped, times } from '../index.js';
import { barham } from './literature.js';
import type { Measured } from './measure.js';
import type { WalkReferences } from './walks.js';

export interface Relation {
  readonly name: string;
  readonly source: string;
  readonly verdict: 'holds' | 'does not hold' | 'not measured';
  /** The numbers that decide, or what is missing. */
  readonly because: string;
}

type Verdict = Pick<Relation, 'verdict' | 'because'>;

const TRAP_AND_EMULATE = 'full/trap-and-emulate';
const TRANSLATION = 'full/binary-translation';
const HARDWARE = 'full/hardware-assisted';
const PARA = 'para';

export function relationsOf(all: readonly Measured[], walks: WalkReferences): readonly Relation[] {
  const micro = (mode: string, operation: string) => all.find((one) => one.mode === mode)?.micro?.[operation];
  const line = (mode: string, name: string) => all.find((one) => one.mode === mode)?.kernel?.lines[name];
  const updates = all.find((one) => one.mode === PARA)?.updates;
  const faultExits = (mode: string) => all.find((one) => one.mode === mode)?.kernel?.exitsForFault;

  const compareMicro = (
    operation: string,
    mode: string,
    other: string,
    decide: (a: number, b: number) => boolean,
    more = '',
  ) =>
    judge([mode, other], [micro(mode, operation), micro(other, operation)], (a, b) => ({
      holds: decide(a, b),
      because: `${operation}: ${grouped(a)} cycles in ${mode}, ${grouped(b)} in ${other}${more}`,
    }));

  const adams = 'Adams and Agesen 2006';
  const xen = 'Barham et al. 2003';
  return [
    ...['privileged write', 'privileged read', 'interrupt mask'].map((operation) => ({
      name: `translation beats trap and emulate by an order of magnitude: ${operation}`,
      source: adams,
      ...compareMicro(
        operation,
        TRANSLATION,
        TRAP_AND_EMULATE,
        (a, b) => 10 * a <= b,
        operation === 'interrupt mask'
          ? '. A write of sie may let an interrupt in, which only a VMM can deliver'
          : '',
      ),
    })),
    {
      name: 'translation can beat native',
      source: adams,
      ...compareMicro(
        'privileged write',
        TRANSLATION,
        'bare',
        (a, b) => a < b,
        '. Theirs beats the processor of its time, on which such a write takes 150 cycles and a store few; here every instruction costs one cycle',
      ),
    },
    ...['syscall', 'call and return'].map((operation) => ({
      name: `hardware equals native: ${operation}`,
      source: adams,
      ...compareMicro(operation, HARDWARE, 'bare', (a, b) => a <= 1.1 * b),
    })),
    {
      name: 'hardware loses on what the VMM must see: device read',
      source: adams,
      ...compareMicro('device read', HARDWARE, 'bare', (a, b) => a >= 3 * b),
    },
    {
      name: 'who shadows page tables loses on their changes',
      source: adams,
      ...compareMicro('page-table change', TRAP_AND_EMULATE, 'bare', (a, b) => a >= 10 * b),
    },
    {
      name: 'who walks two tables does not lose on their changes',
      source: adams,
      ...compareMicro('page-table change', HARDWARE, 'bare', (a, b) => a <= 1.5 * b),
    },
    {
      name: 'a two-dimensional walk costs up to 8 references for Sv32 over Sv32x4, against 2',
      source: 'RISC-V privileged specification 1.12, section 8.5',
      verdict: walks.oneTable === 2 && walks.twoTables === 8 ? 'holds' : 'does not hold',
      because: `${walks.oneTable} entries read of one table, ${walks.twoTables} of two`,
    },
    ...barham.rows.map(([ours, theirs, [linux, onXen]]) => ({
      name: `para is within 2.6 of native: ${theirs}`,
      source: xen,
      ...judge([PARA, 'bare'], [line(PARA, ours), line('bare', ours)], (a, b) => ({
        holds: a <= 2.6 * b,
        because: `${ours}: ${times(a / b)} times bare; Xen ${times(onXen / linux)} times Linux${a <= 2.6 * b ? '' : `. ${whyFarther(ours)}`}`,
      })),
    })),
    ...barham.rows
      .filter(([, , [, onXen, vmware]]) => vmware >= 3 * onXen)
      .map(([ours, theirs, [, onXen, vmware]]) => ({
        name: `para is far below a VMM with shadow tables: ${theirs}`,
        source: xen,
        ...judge([PARA, TRAP_AND_EMULATE], [line(PARA, ours), line(TRAP_AND_EMULATE, ours)], (a, b) => ({
          holds: 3 * a <= b,
          because: `${ours}: the shadowing VMM takes ${times(b / a)} times as long; VMware took ${times(vmware / onXen)} times as long as Xen`,
        })),
      })),
    {
      name: 'para enters the VMM about twice for a page fault',
      source: xen,
      ...judge([PARA, 'bare'], [faultExits(PARA), 0], (exits) => ({
        holds: exits >= 1.5 && exits <= 2.5,
        because: `${exits.toFixed(1)} exits for each fault of page_fault; Xen: one to take the fault, one to change the table. Here the return to the program must enter the VMM too, since kernel and programs are both in U-mode, each with a root of its own: so the change waits in a ring of updates, and the return does it. Growing the heap is the rest`,
      })),
    },
    {
      name: `a change of a page table in a batch of ${grouped(PAGE_UPDATES_MAX)} costs less than a tenth of one alone`,
      source: xen,
      ...judge([PARA, PARA], [updates?.inBatch, updates?.alone], (inBatch, alone) => ({
        holds: 10 * inBatch <= alone,
        because: `${grouped(alone)} cycles for each that is asked for alone, ${grouped(inBatch)} in a batch: the entry of the VMM is paid for once`,
      })),
    },
  ];
}

/** Both numbers are needed; where one is missing, the relation was not measured. */
function judge(
  modes: readonly [string, string],
  [a, b]: readonly [number | undefined, number | undefined],
  decide: (a: number, b: number) => { readonly holds: boolean; readonly because: string },
): Verdict {
  if (a === undefined || b === undefined) {
    const missing = modes[a === undefined ? 0 : 1];
    return { verdict: 'not measured', because: `nothing was measured in ${missing}` };
  }
  const { holds, because } = decide(a, b);
  return { verdict: holds ? 'holds' : 'does not hold', because };
}

/** Why our paravirtual VMM is farther from native than Xen. */
function whyFarther(service: string): string {
  return service === 'null_call'
    ? 'Xen lets system calls go past it, by a fast handler; here, as on Xen for x86-64, kernel and programs are both in U-mode, and a system call enters the VMM on its way in and on its way out'
    : `An entry of the VMM costs ${grouped(costs.worldSwitch)} cycles here, about as much as the whole service on the bare machine: our kernel is small`;
}
