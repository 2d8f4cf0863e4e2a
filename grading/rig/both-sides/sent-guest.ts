/**
 * How a guest comes to a rig: as the bytes that its source assembles to. The suites' side assembles a source once for all
 * submissions. A rig lives for a second and would spend a fifth of it on the assembler, which has just been loaded there.
 */
import type { Image } from '../../../src/machine/index.js';
import { RigFault } from './rig-fault.js';

/** An image as JSON. */
export interface SentImage {
  readonly entry: number;
  readonly segments: readonly SentSegment[];
  readonly symbols: Readonly<Record<string, number>>;
}

interface SentSegment {
  readonly address: number;
  /** In base64. */
  readonly bytes: string;
  readonly memoryBytes: number;
}

/** What a call's input has in place of a guest with a `source`. */
export interface SentGuest {
  readonly image: SentImage;
}

export function packImage({ entry, segments, symbols }: Image): SentImage {
  const packed = segments.map(({ address, bytes, memoryBytes }) => {
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
    return { address, bytes: base64, memoryBytes };
  });
  return { entry, segments: packed, symbols };
}

export function unpackImage({ entry, segments, symbols }: SentImage): Image {
  const unpacked = segments.map(({ address, bytes, memoryBytes }) => ({
    address,
    bytes: new Uint8Array(Buffer.from(bytes, 'base64')), // a copy: a small Buffer shares its memory with others
    memoryBytes,
  }));
  return { entry, segments: unpacked, symbols };
}

/** The guest, ready to be run. */
export function guestOf<Guest extends SentGuest>(
  sent: Guest,
): Omit<Guest, 'image'> & { readonly image: Image } {
  if (typeof sent.image !== 'object') {
    throw new RigFault('the call names no guest that was assembled: its input needs a `source`');
  }
  return { ...sent, image: unpackImage(sent.image) };
}
