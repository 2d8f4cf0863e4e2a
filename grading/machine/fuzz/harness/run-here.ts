/** Runs a batch on this lab's machine. */
import {
  assisted,
  Machine,
  RAM_BASE,
  strict,
  type Image,
  type Profile,
  type Stop,
} from '../../../../src/machine/index.js';
import { CONTROL, type Features, MEMORY_BYTES } from '../case/index.js';

export const STEPS_A_CASE = 500_000;

export function newMachine(
  { hypervisor, pmp }: Features,
  profile: Profile = hypervisor ? assisted : strict,
): Machine {
  return new Machine({
    memoryBytes: MEMORY_BYTES,
    profile,
    pmpEntries: pmp ? 16 : 0,
    misaligned: 'hardware',
  });
}

export function runHere(
  image: Image,
  cases: number,
  features: Features,
  profile?: Profile,
): { stop: Stop; begun: number; read: (address: number, bytes: number) => Uint8Array } {
  const machine = newMachine(features, profile);
  machine.load(image);
  const stop = machine.run(STEPS_A_CASE * (cases + 1));
  const read = (address: number, bytes: number) =>
    machine.memory.bytes.slice(address - RAM_BASE, address - RAM_BASE + bytes);
  return { stop, begun: new DataView(read(CONTROL, 12).buffer).getUint32(4, true), read };
}
