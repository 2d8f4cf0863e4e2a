/** Why some sensitive instructions may complete in user mode on RISC-V as specified: the holes that a VMM must shut by itself. */
import type { SurveyRow } from '../index.js';

/** A paragraph for each hole that these rows show. */
export function explainHoles(rows: readonly SurveyRow[]): string[] {
  const open = rows.filter(
    ({ condition, guest }) => condition === 'switchable' || (guest?.condition ?? 'holds') !== 'holds',
  );
  return explanations
    .filter(({ concerns }) => open.some(({ name }) => concerns.test(name)))
    .map(({ text }) => `A hole that RISC-V allows: ${text}`);
}

const explanations = [
  {
    concerns: /^wfi$/,
    text:
      'WFI may complete in U-mode, where it does nothing. A kernel in M- or S-mode gives the processor up with it; ' +
      'deprivileged, it goes on at once, and its VMM never learns that it wanted to sleep. With mstatus.TW set it traps ' +
      '(privileged specification 1.12, sections 3.1.6.5 and 3.3.3).',
  },
  {
    concerns: /^read (cycle|time|instret)/,
    text:
      'the counters cycle, time and instret can be read in U-mode where mcounteren and scounteren enable them. They show ' +
      'the host’s time and work, not the guest’s. Disabled, their reads trap (sections 3.1.11 and 4.1.5).',
  },
  {
    concerns: /^h[ls]v/,
    text:
      'HLV, HLVX and HSV may be used in U-mode where hstatus.HU allows it. They access memory by the tables of a guest, ' +
      'which are not the program’s own. With HU clear they trap (section 8.2.1).',
  },
  {
    concerns: / (scounteren|senvcfg)$/,
    text:
      'guests have no copies of scounteren and senvcfg (section 8.2). A guest in VS-mode works on the host’s, and a ' +
      'hypervisor swaps them when it switches worlds, as it does with x1 to x31.',
  },
] as const;
