/** Where two traces of one guest first differ, in words that let a student find the place in the source. */
import type { Run } from './run.js';

/** An instruction and the source line that it comes from, as in the assembler's listing. */
export interface SourceLine {
  readonly address: number;
  readonly line: number;
  readonly text: string;
}

/**
 * How a guest's run in a VM differs from its run on the bare machine, in a few lines of text. Undefined when it does not: then
 * the guest could not tell where it ran. Both runs need a trace.
 */
export function compareRuns(bare: Run, inVm: Run, listing?: readonly SourceLine[]): string | undefined {
  const divergence = firstDivergence(bare.trace ?? [], inVm.trace ?? [], listing);
  if (divergence !== undefined) {
    return divergence;
  }
  const said = (what: string, expected: string, actual: string) =>
    expected === actual ? [] : [`${what}: ${expected} on the bare machine, ${actual} in the VM`];
  const differences = [
    ...said('its end', JSON.stringify(bare.stop), JSON.stringify(inVm.stop)),
    ...said('its console', JSON.stringify(bare.console), JSON.stringify(inVm.console)),
    ...said('its interrupts', String(bare.interrupts), String(inVm.interrupts)),
    ...said('its memory', bare.memoryDigest, inVm.memoryDigest),
  ];
  return differences.length === 0 ? undefined : differences.join('\n');
}

/**
 * The first difference between two traces (see trace.ts), in a few lines of text; undefined when there is none.
 * With the assembler's `listing` of the guest, the text quotes the source line.
 */
export function firstDivergence(
  expected: readonly string[],
  actual: readonly string[],
  listing?: readonly SourceLine[],
): string | undefined {
  const length = Math.max(expected.length, actual.length);
  for (let step = 0; step < length; step++) {
    const [ours, theirs] = [expected[step], actual[step]];
    if (ours === theirs) {
      continue;
    }
    const source = sourceLine(ours ?? theirs, listing);
    return [
      `step ${step}${source ? `, at: ${source}` : ''}`,
      `  on the bare machine: ${ours ?? 'the guest had ended'}`,
      `  in the VM:           ${theirs ?? 'the guest had ended'}`,
      ...(step > 0 ? [`  the step before:     ${expected[step - 1]}`] : []),
    ].join('\n');
  }
  return undefined;
}

function sourceLine(line: string | undefined, listing: readonly SourceLine[] = []): string | undefined {
  const address = parseInt(line?.split(' ')[2] ?? '', 16);
  const found = listing.find((entry) => entry.address === address);
  return found && `line ${found.line}: ${found.text.trim().replace(/\s+/g, ' ')}`;
}
