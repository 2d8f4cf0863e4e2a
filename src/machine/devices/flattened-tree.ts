/**
 * Encodes a device tree in the binary form (a blob) that a kernel receives: a header, the memory reservations, a block of
 * tokens, a block of names. Devicetree specification 0.3, chapter 5.
 */
import { encodeUtf8 } from '../program/index.js';

/** The value of a property: a text, a list of texts, or a list of 32-bit numbers. `true` means no value. */
export type PropertyValue = string | readonly string[] | readonly number[] | true;

export interface TreeNode {
  /** `name@unit-address`; empty for the root. */
  readonly name: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  readonly children?: readonly TreeNode[];
}

const MAGIC = 0xd00d_feed;
const VERSION = 17;
const COMPATIBLE_VERSION = 16;
const HEADER_BYTES = 40;
const RESERVATION_BYTES = 16; // only the end of the list: nothing is reserved

const BEGIN_NODE = 1;
const END_NODE = 2;
const PROPERTY = 3;
const END = 9;

/** Returns the blob. All numbers are big-endian, as the specification demands. */
export function flatten(root: TreeNode): Uint8Array {
  const names = new Names();
  const tokens = [...node(root, names), ...cell(END)];
  const structure = HEADER_BYTES + RESERVATION_BYTES;
  const strings = structure + tokens.length;
  const total = padded(strings + names.bytes.length);
  const header = [
    MAGIC,
    total,
    structure,
    strings,
    HEADER_BYTES,
    VERSION,
    COMPATIBLE_VERSION,
    0, // the number of the hart that boots
    names.bytes.length,
    tokens.length,
  ];
  const blob = new Uint8Array(total);
  blob.set([
    ...header.flatMap(cell),
    ...new Array<number>(RESERVATION_BYTES).fill(0),
    ...tokens,
    ...names.bytes,
  ]);
  return blob;
}

function node({ name, properties, children = [] }: TreeNode, names: Names): number[] {
  return [
    ...cell(BEGIN_NODE),
    ...aligned(text(name)),
    ...Object.entries(properties).flatMap(([key, value]) => property(names.offset(key), value)),
    ...children.flatMap((child) => node(child, names)),
    ...cell(END_NODE),
  ];
}

function property(name: number, value: PropertyValue): number[] {
  const bytes = valueBytes(value);
  return [...cell(PROPERTY), ...cell(bytes.length), ...cell(name), ...aligned(bytes)];
}

function valueBytes(value: PropertyValue): number[] {
  if (value === true) {
    return [];
  }
  const items = typeof value === 'string' ? [value] : value;
  return items.flatMap((item) => (typeof item === 'string' ? text(item) : cell(item)));
}

function text(value: string): number[] {
  return [...encodeUtf8(value), 0];
}

function cell(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function aligned(bytes: readonly number[]): number[] {
  return [...bytes, ...new Array<number>(padded(bytes.length) - bytes.length).fill(0)];
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

/** The block of property names. Each name is in it once. */
class Names {
  readonly bytes: number[] = [];
  readonly #offsets = new Map<string, number>();

  offset(name: string): number {
    const known = this.#offsets.get(name);
    if (known !== undefined) {
      return known;
    }
    const offset = this.bytes.length;
    this.bytes.push(...text(name));
    this.#offsets.set(name, offset);
    return offset;
  }
}
