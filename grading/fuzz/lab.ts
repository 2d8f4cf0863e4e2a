/** Runs a batch on this lab's machine. */
import { Machine, RAM_BASE, type Image, type Stop } from '../../src/machine/index.js';
import { MEMORY_BYTES } from './layout.js';

const STEPS_A_CASE = 500_000;

export function runHere(
  image: Image,
  cases: number,
): { stop: Stop; read: (address: number, bytes: number) => Uint8Array } {
  const machine = new Machine({ memoryBytes: MEMORY_BYTES });
  machine.load(image);
  const stop = machine.run(STEPS_A_CASE * (cases + 1));
  return {
    stop,
    read: (address, bytes) => machine.memory.bytes.slice(address - RAM_BASE, address - RAM_BASE + bytes),
  };
}
