/** Which interrupt QEMU 7.2 takes where several are pending (README.md). */
import { CAUSE_INTERRUPT } from '../../../../src/machine/index.js';
import type { TrapLog } from '../harness/index.js';
import { origins, type Origin } from './origin.js';

const MTIP = 0x80; // the harness's time limit

/** From the most urgent on (section 3.1.9): external, software, timer; first for M-mode, then S-mode, then guests. */
const priority = [11, 3, 7, 9, 1, 5, 10, 2, 6];

/**
 * Of several pending interrupts QEMU 7.2 takes the lowest number, not the one that section 3.1.9 puts first. Is this
 * such a trap, or has a level below had one: both machines held the same interrupts, and each took the one that it should?
 */
export function isPriority(here: TrapLog, qemu: TrapLog): boolean {
  const held = (name: string, { csrs }: TrapLog) => (csrs[name] ?? 0) & ~MTIP;
  const same = ['mip', 'mie', 'hideleg'].every((name) => held(name, here) === held(name, qemu));
  return same && origins(here).some((ours, level) => isTaken(here, ours, origins(qemu)[level]!));
}

function isTaken({ csrs }: TrapLog, ours: Origin, theirs: Origin): boolean {
  if (ours.epc !== theirs.epc || ours.cause === theirs.cause) {
    return false;
  }
  const get = (name: string) => csrs[name] ?? 0;
  const taker = {
    M: ~get('mideleg'),
    HS: get('mideleg') & ~get('hideleg'),
    VS: get('mideleg') & get('hideleg'),
  }[ours.level];
  const pending = get('mip') & get('mie') & taker;
  const held = priority.filter((number) => (pending & (1 << number)) !== 0);
  const seen = (number: number) => CAUSE_INTERRUPT + number - (ours.level === 'VS' ? 1 : 0);
  return held.length > 1 && ours.cause === seen(held[0]!) && theirs.cause === seen(Math.min(...held));
}
