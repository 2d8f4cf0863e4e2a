/** Exercise 11, not solved: every access is mapped to itself, with rights that change when they are looked at. */
import type { ShadowPart } from '../../src/hypervisor/index.js';

let looks = 0;

export const shadow: ShadowPart = ({ address }) =>
  ({
    get kind() {
      return looks++ % 2 === 0 ? 'map' : 'page fault';
    },
    frame: address >>> 12,
    read: true,
    write: true,
    execute: true,
  }) as never;
