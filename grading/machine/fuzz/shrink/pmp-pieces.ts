/**
 * Physical memory protection in pieces: entries. An address that an entry uses stays with it: a range up to address 0 is
 * none of those that the generator draws, and QEMU 7.2 takes it for all of memory.
 */
import type { Case, LoggedCsr } from '../case/index.js';

const IN_A_REGISTER = 4;
const ALL = 16;

/** The pieces of a pmpcfg register: the entries that are on. */
export function entriesOf(name: string, value: number): string[] {
  if (!name.startsWith('pmpcfg')) {
    return [];
  }
  const places = Array.from({ length: IN_A_REGISTER }, (_, place) => place);
  return places.filter((place) => byteOf(value, place) !== 0).map((place) => `csr ${name} entry ${place}`);
}

/** The registers of PMP: entries that are gone are off, and so are the addresses that none of the others needs. */
export function pmpWithout(csrs: Case['csrs'], gone: ReadonlySet<string>): Case['csrs'] {
  const on = (entry: number): boolean => {
    const name = `pmpcfg${Math.floor(entry / IN_A_REGISTER)}` as LoggedCsr;
    const place = entry % IN_A_REGISTER;
    const isGone = gone.has(`csr ${name}`) || gone.has(`csr ${name} entry ${place}`);
    return !isGone && byteOf(csrs[name] ?? 0, place) !== 0;
  };
  const left: Partial<Record<LoggedCsr, number>> = {};
  for (let entry = 0; entry < ALL; entry += 1) {
    const address = `pmpaddr${entry}` as LoggedCsr;
    // The next one's range may begin there.
    const needed = on(entry) || (entry + 1 < ALL && on(entry + 1)) || !gone.has(`csr ${address}`);
    if (needed && (csrs[address] ?? 0) !== 0) {
      left[address] = csrs[address]!;
    }
  }
  for (let entry = 0; entry < ALL; entry += 1) {
    const name = `pmpcfg${Math.floor(entry / IN_A_REGISTER)}` as LoggedCsr;
    if (!on(entry)) {
      continue;
    }
    const byte = byteOf(csrs[name]!, entry % IN_A_REGISTER) << (8 * (entry % IN_A_REGISTER));
    left[name] = ((left[name] ?? 0) | byte) >>> 0;
  }
  return left;
}

function byteOf(value: number, place: number): number {
  return (value >>> (8 * place)) & 0xff;
}
