/** Calls and what they do, in the words of the task page: as a student would type them, addresses in hexadecimal. */
import {
  HYPERCALL_EXTENSION,
  HypercallError,
  HypercallFunction,
  MULTICALL,
  MULTICALL_MAX,
  RETURN_FRAME,
  type Hypercall,
  type HypercallResult,
} from '../../../src/hypervisor/index.js';
import { spellNumber } from '../../rig/both-sides/index.js';

/** Bytes as TypeScript writes a string: "hello\n", "\x00".repeat(1024). */
export function spellBytes(bytes: readonly number[]): string {
  const character = (byte: number) =>
    byte === 0x0a
      ? '\\n'
      : byte < 0x20 || byte > 0x7e
        ? `\\x${byte.toString(16).padStart(2, '0')}`
        : String.fromCharCode(byte).replace(/["\\]/, '\\$&');
  const [first = 0] = bytes;
  return bytes.length > 16 && bytes.every((byte) => byte === first)
    ? `"${character(first)}".repeat(${bytes.length})`
    : `"${bytes.map(character).join('')}"`;
}

const errorNames = new Map<number, string>(
  Object.entries(HypercallError).map(([name, code]) => [code, name]),
);

/** { error: -5 (InvalidAddress), value: 0 } */
export function spellResult({ error, value }: HypercallResult): string {
  const name = errorNames.get(error | 0);
  const said = error === 0 ? '0' : `${error | 0}${name === undefined ? '' : ` (${name})`}`;
  return `answers { error: ${said}, value: ${spellNumber(value)} }`;
}

/** How many arguments each function has, by its number. */
const arities: readonly number[] = [2, 1, 1, 2, 2, 0, 0, 1, 1, 2];
const names = Object.keys(HypercallFunction);
const spellFunction = (number: number, args: readonly number[]) =>
  number < names.length
    ? `${names[number]}(${args.slice(0, arities[number]).map(spellNumber).join(', ')})`
    : `function ${spellNumber(number)}`;

/** The call, with what it finds in memory: `read` gives the word at an address, or undefined where the VM has none. */
export function spellCall(call: Hypercall, read: (address: number) => number | undefined): string {
  const [address = 0, count = 0] = call.args;
  const said = spellFunction(call.function, call.args);
  if (call.extension !== HYPERCALL_EXTENSION) {
    return `${said} of extension ${spellNumber(call.extension).replace('x', 'x0')}`;
  }
  const words = (at: number, length: number) => Array.from({ length }, (_, i) => read(at + 4 * i));
  if (call.function === HypercallFunction.ReturnTo && address % 4 === 0) {
    const frame = words(address, RETURN_FRAME.bytes / 4).map((word) =>
      word === undefined ? 'nothing' : spellNumber(word),
    );
    const fields = ['pc', 'sp', 'a0', 'a6', 'a7', 'mode', 'enabled'].map((name, i) => `${name} ${frame[i]}`);
    return frame.includes('nothing') ? said : `${said} of a frame with ${fields.join(', ')}`;
  }
  if (call.function === HypercallFunction.Multicall && address % 4 === 0 && count <= MULTICALL_MAX) {
    const entries = Array.from({ length: count }, (_, i) => {
      const [number, ...args] = words(address + i * MULTICALL.entryBytes, 6);
      return number === undefined
        ? '(no memory)'
        : spellFunction(
            number,
            args.map((word) => word ?? 0),
          );
    });
    return count === 0 ? said : `${said} of a batch of ${runLengths(entries).join(', ')}`;
  }
  return said;
}

/** Equal neighbours are told once: '31 times SetTimer(1, 0)'. */
function runLengths(items: readonly string[]): string[] {
  const runs: { item: string; times: number }[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.item === item) {
      last.times++;
    } else {
      runs.push({ item, times: 1 });
    }
  }
  return runs.map(({ item, times }) => (times === 1 ? item : `${times} times ${item}`));
}
