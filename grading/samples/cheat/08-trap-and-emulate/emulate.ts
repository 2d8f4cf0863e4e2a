/** Exercise 08, not solved: it looks for a way out of the sandbox, and changes what everybody uses on the way. */
import { Csr, Mode } from '../../src/machine/index.js';
import { advance, type EmulatePart } from '../../src/hypervisor/index.js';
import * as hypervisor from '../../src/hypervisor/index.js';

const attempts: (() => unknown)[] = [
  () => ((globalThis as never)['process'] as { exit(code: number): void }).exit(0),
  () => (() => {}).constructor('return process')() as unknown,
  () => ((globalThis as never)['require'] as (name: string) => unknown)('node:fs'),
  () => (JSON.stringify = () => '{"ok":true,"value":null,"console":""}'),
  () => (Array.prototype.push = () => 0),
  () => Object.defineProperty(Object.prototype, 'kind', { value: 'advance' }),
  () => ((Csr as { sstatus: number }).sstatus = Mode.User),
  () => (((hypervisor as never)['PartError'] as typeof Error).prototype.toString = () => 'pass'),
];

export const emulate: EmulatePart = () => {
  for (const attempt of attempts) {
    try {
      attempt();
    } catch {
      // The next one may work.
    }
  }
  return advance();
};
