/** Calls, translations and page-table entries in the words of the task page: as a student would type them. */
import { PAGE_BYTES, PTE_PPN_SHIFT, SATP_MODE_SV32, SATP_PPN } from '../../../src/machine/index.js';
import type { Translation } from '../../../src/hypervisor/index.js';
import { spellEntry, spellNumber } from '../../rig/both-sides/index.js';
import type { AccessStep } from './situation.js';

/** The call, and the entries that its walk meets: `read` gives the word at an address, or undefined where the VM has none. */
export function spellAccess(
  { address, kind, mode, satp, sum = false, mxr = false }: AccessStep,
  read: (address: number) => number | undefined,
): string {
  const bits = `${sum ? ', sum' : ''}${mxr ? ', mxr' : ''}`;
  const call = `shadow({ address: ${spellNumber(address)}, kind: '${kind}' }, mmu)`;
  const met = (satp & SATP_MODE_SV32) === 0 ? [] : entriesMet(satp, address, read);
  return `${call} with mode ${mode}, satp ${spellNumber(satp)}${bits}${met.length === 0 ? '' : ` and ${met.join(', ')}`}`;
}

/** For words alone: it follows whatever could be a pointer. */
function entriesMet(satp: number, address: number, read: (address: number) => number | undefined): string[] {
  const root = (satp & SATP_PPN) * PAGE_BYTES + (address >>> 22) * 4;
  const first = read(root);
  if (first === undefined) {
    return [`no memory at ${spellNumber(root)}`];
  }
  const met = [`[${spellNumber(root)}] = ${spellEntry(first)}`];
  if ((first & 0xf) === 1) {
    const leaf = (first >>> PTE_PPN_SHIFT) * PAGE_BYTES + ((address >>> 12) & 0x3ff) * 4;
    const second = read(leaf);
    met.push(
      second === undefined
        ? `no memory at ${spellNumber(leaf)}`
        : `[${spellNumber(leaf)}] = ${spellEntry(second)}`,
    );
  }
  return met;
}

/** The answer, with the frame of a page by its guest frame, and the rights apart. */
export function spellTranslation(
  translation: Translation,
  guestFrameOf: (frame: number) => number,
): { readonly answer: string; readonly rights: string } {
  switch (translation.kind) {
    case 'map': {
      const { frame, read, write, execute } = translation;
      return {
        answer: `{ kind: 'map', frame: frameOf(${spellNumber(guestFrameOf(frame))}) }`,
        rights: `read: ${read}, write: ${write}, execute: ${execute}`,
      };
    }
    case 'device':
      return { answer: `{ kind: 'device', address: ${spellNumber(translation.address)} }`, rights: '' };
    case 'page fault':
    case 'access fault':
      return { answer: `{ kind: '${translation.kind}' }`, rights: '' };
  }
}
