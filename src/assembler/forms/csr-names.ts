/**
 * The CSRs that a source may name: those of the machine, and others of the specification, so that a guest can also try a
 * CSR that this machine does not have. Privileged specification 1.12, tables 2.2 to 2.6.
 */
import { Csr, hex } from '../../machine/index.js';

/** The number of the CSR called `name`; undefined if there is none. */
export function csrNumber(name: string): number | undefined {
  return numbers.get(name);
}

/** The name of CSR `number`, or the number in hexadecimal. The assembler accepts both. */
export function csrText(number: number): string {
  return names.get(number) ?? hex(number);
}

/** CSRs whose names end with a number. */
const families: readonly (readonly [
  name: string,
  suffix: string,
  first: number,
  last: number,
  number: number,
])[] = [
  ['hpmcounter', '', 3, 31, 0xc03],
  ['hpmcounter', 'h', 3, 31, 0xc83],
  ['mhpmcounter', '', 3, 31, 0xb03],
  ['mhpmcounter', 'h', 3, 31, 0xb83],
  ['mhpmevent', '', 3, 31, 0x323],
  ['pmpcfg', '', 0, 15, 0x3a0],
  ['pmpaddr', '', 0, 63, 0x3b0],
];

/** CSRs that the machine does not have. Debug and trace registers are left out. */
const others: Readonly<Record<string, number>> = {
  mseccfg: 0x747,
  mseccfgh: 0x757,
};

const numbers: ReadonlyMap<string, number> = new Map([
  ...Object.entries(others),
  ...Object.entries(Csr),
  ...families.flatMap(([name, suffix, first, last, number]) =>
    Array.from({ length: last - first + 1 }, (_, n) => [`${name}${first + n}${suffix}`, number + n] as const),
  ),
]);

const names: ReadonlyMap<number, string> = new Map(
  [...numbers].map(([name, number]) => [number, name] as const),
);
