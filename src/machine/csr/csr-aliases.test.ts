/**
 * A write to a CSR changes its aliases and no other CSR, and leaves a legal value. The values are random. The tables of aliases come
 * from the specification, not from the code.
 */
import { csrName } from '../isa/csrs.js';
import { Machine } from '../machine.js';
import { assisted, strict } from '../isa/profiles.js';

const ROUNDS = 20_000;
const LOCKS = 0x8080_8080; // of PMP: a locked entry would ignore all later writes

function randomNumbers(): () => number {
  let seed = 2463534242;
  return () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 0;
  };
}

function fullMachine(profile: typeof strict) {
  const { csr } = new Machine({ memoryBytes: 4096, profile, pmpEntries: 16 }).hart;
  const numbers = Array.from({ length: 4096 }, (_, number) => number).filter((number) => csr.has(number));
  return { csr, numbers, writable: numbers.filter((number) => number >> 10 !== 3) };
}

/** `from > to: bits`: a write to the first CSR changes these bits of the second. */
const aliases = [
  'mstatus > sstatus: c0122', // 4.1.1: SIE, SPIE, SPP, SUM and MXR
  'sstatus > mstatus: c0122',
  'mie > sie: 222', // 4.1.3
  'sie > mie: 222',
  'mip > sip: 222',
  'sip > mip: 2', // only SSIP
  'mideleg > sie: 222',
  'mideleg > sip: 222',
  'mcycle > cycle: 7f7f7f7f', // 3.1.10, and the unprivileged specification's chapter 10
  'mcycleh > cycleh: 7f7f7f7f',
  'minstret > instret: 7f7f7f7f',
  'minstreth > instreth: 7f7f7f7f',
];

const guestAliases = [
  'hie > mie: 444', // 8.2.3: hie and mie, hip and mip hold the same bits
  'mie > hie: 444',
  'hvip > hip: 444',
  'hvip > mip: 444',
  'hip > hvip: 4', // only VSSIP
  'hip > mip: 4',
  'mip > hip: 4', // 8.4.3
  'mip > hvip: 4',
  'hideleg > vsie: 222', // 8.2.12: vsip and vsie show the bits that hideleg delegates, one lower
  'hideleg > vsip: 222',
  'hie > vsie: 222',
  'mie > vsie: 222',
  'vsie > hie: 444',
  'vsie > mie: 444',
  'hvip > vsip: 222',
  'hip > vsip: 2',
  'mip > vsip: 2',
  'vsip > hip: 4',
  'vsip > hvip: 4',
  'vsip > mip: 4',
];

test.each([
  { profile: strict, expected: aliases },
  { profile: assisted, expected: [...aliases, ...guestAliases] },
])('on $profile.name a write changes the aliases of a CSR, and no other CSR', ({ profile, expected }) => {
  const { csr, numbers, writable } = fullMachine(profile);
  const random = randomNumbers();
  const changed = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const written = writable[random() % writable.length]!;
    const before = numbers.map((number) => csr.read(number));
    csr.write(written, (random() & ~LOCKS) >>> 0);
    numbers.forEach((number, index) => {
      const difference = csr.read(number) ^ before[index]!;
      if (difference !== 0 && number !== written) {
        const pair = `${csrName(written)} > ${csrName(number)}`;
        changed.set(pair, (changed.get(pair) ?? 0) | difference);
      }
    });
  }
  const found = [...changed].map(([pair, bits]) => `${pair}: ${(bits >>> 0).toString(16)}`);
  expect(found.sort()).toEqual([...expected].sort());
});

test.each([strict, assisted])(
  'on $name each CSR holds a legal value after any write: writing it back changes nothing (2.3)',
  (profile) => {
    const { csr, writable } = fullMachine(profile);
    const random = randomNumbers();
    const illegal = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const number = writable[random() % writable.length]!;
      csr.write(number, random());
      const value = csr.read(number);
      csr.write(number, value);
      if (csr.read(number) !== value) {
        illegal.add(csrName(number));
      }
    }
    expect([...illegal]).toEqual([]);
  },
);
