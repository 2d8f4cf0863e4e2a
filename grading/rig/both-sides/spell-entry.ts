import { PTE_PPN_SHIFT } from '../../../src/machine/index.js';
import { spellNumber } from './spell-number.js';

const FLAGS = 'DAGUXWRV';

/** An entry by its fields: 'PPN 0x8_0003 DA--XWRV', bits 7 to 0. Bits 9:8, which software may use, only where they are not 0. */
export function spellEntry(entry: number): string {
  let flags = '';
  for (let bit = 7; bit >= 0; bit -= 1) {
    flags += (entry >>> bit) & 1 ? FLAGS[7 - bit]! : '-';
  }
  const software = (entry >>> 8) & 3;
  return `PPN ${spellNumber(entry >>> PTE_PPN_SHIFT)} ${flags}${software === 0 ? '' : ` RSW ${software}`}`;
}
