/** UTF-8 (RFC 3629). We implement it here because the machine must run where TextEncoder and TextDecoder do not exist. */

/** Encodes `text`. Half of a surrogate pair becomes the replacement character. */
export function encodeUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const scalar = point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point;
    if (scalar < 0x80) {
      bytes.push(scalar);
    } else if (scalar < 0x800) {
      bytes.push(0xc0 | (scalar >> 6), continuation(scalar));
    } else if (scalar < 0x1_0000) {
      bytes.push(0xe0 | (scalar >> 12), continuation(scalar >> 6), continuation(scalar));
    } else {
      bytes.push(
        0xf0 | (scalar >> 18),
        continuation(scalar >> 12),
        continuation(scalar >> 6),
        continuation(scalar),
      );
    }
  }
  return bytes;
}

/** Decodes `bytes`. A byte that is not valid UTF-8 becomes the replacement character. */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    parts.push(String.fromCodePoint(length === 0 ? REPLACEMENT : scalarAt(bytes, at, length)));
    at += Math.max(length, 1);
  }
  return parts.join('');
}

const REPLACEMENT = 0xfffd;
const SMALLEST = [0, 0, 0x80, 0x800, 0x1_0000]; // by length: a smaller value is an overlong form

function continuation(scalar: number): number {
  return 0x80 | (scalar & 0x3f);
}

/** The number of bytes of the character at `at`; 0 if there is no valid one. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  const length =
    first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
  for (let index = 1; index < length; index += 1) {
    if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) {
      return 0;
    }
  }
  const scalar = scalarAt(bytes, at, length);
  const legal = scalar >= SMALLEST[length]! && scalar <= 0x10_ffff && (scalar < 0xd800 || scalar > 0xdfff);
  return legal ? length : 0;
}

function scalarAt(bytes: Uint8Array, at: number, length: number): number {
  if (length === 1) {
    return bytes[at]!;
  }
  let scalar = bytes[at]! & (0x7f >> length);
  for (let index = 1; index < length; index += 1) {
    scalar = (scalar << 6) | (bytes[at + index]! & 0x3f);
  }
  return scalar;
}
