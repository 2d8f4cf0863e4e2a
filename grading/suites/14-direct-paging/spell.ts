/** Steps, answers, entries and frames in the words of the task page: calls as a student would type them. */
import { PagingError, type FrameInfo } from '../../../src/hypervisor/index.js';
import { spellEntry, spellNumber } from '../../rig/both-sides/index.js';
import type { FrameSpec } from './layout.js';
import type { Step } from './situation.js';

export const spellWord = (frame: number, index: number, entry: number) =>
  `[${spellNumber(frame)}, ${index}] = ${spellEntry(entry)}`;

/** '-16 (Busy)' */
export function spellError(error: number): string {
  const name = Object.entries(PagingError).find(([, code]) => code === error)?.[0];
  return error === 0 ? '0' : `${error} (${name})`;
}

/** '0x8_0002 is l1, uses 2, references 3, pinned' */
export function spellInfo(frame: number, { type, uses, references, pinned }: FrameInfo): string {
  return `${spellNumber(frame)} is ${type}, uses ${uses}, references ${references}${pinned ? ', pinned' : ''}`;
}

export function spellStep(step: Step): string {
  switch (step.op) {
    case 'pin':
      return `pin(${step.vm}, ${spellNumber(step.frame)}, ${step.level})`;
    case 'unpin':
      return `unpin(${step.vm}, ${spellNumber(step.frame)})`;
    case 'update':
      return `update(${step.vm}, ${spellUpdates(step.updates)})`;
    case 'setBase':
      return `setBase(${step.vm}, '${step.base}', ${step.root === null ? 'undefined' : spellNumber(step.root)})`;
    case 'end':
      return `end(${step.vm})`;
    case 'store':
      return `VM ${step.vm} stores ${spellWord(step.frame, step.index, step.entry)}`;
    case 'touch':
      return `the hardware marks entry ${step.index} of ${spellNumber(step.frame)}`;
    case 'rights':
      return `from now on ${spellNumber(step.frame)} is ${spellRights(step.spec)}`;
  }
}

/** "VM 1's, and VM 0 may write it" */
function spellRights({ owner, read = [], write = [] }: FrameSpec): string {
  const others = [...read.map((vm) => `VM ${vm} may read it`), ...write.map((vm) => `VM ${vm} may write it`)];
  return [owner === undefined ? "the VMM's" : `VM ${owner}'s`, ...others].join(', and ');
}

const SHOWN = 4;

function spellUpdates(updates: readonly { frame: number; index: number; entry: number }[]): string {
  const shown = updates.slice(0, SHOWN).map((one) => spellWord(one.frame, one.index, one.entry));
  const more = updates.length > SHOWN ? `, … ${updates.length} in all` : '';
  return `[${shown.join('; ')}${more}]`;
}
