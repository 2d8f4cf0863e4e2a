/** The numbers that a part passes to what it is lent. Each of these throws a RangeError that says what was expected and what came. */
import { show } from './part-error.js';

/** A 32-bit integer, unsigned. A negative number that fits into 32 bits stands for the same bits. */
export function bits(name: string, value: number): number {
  if (Number.isInteger(value) && value >= -0x8000_0000 && value <= 0xffff_ffff) {
    return value >>> 0;
  }
  throw new RangeError(`${name} must be a 32-bit integer, not ${show(value)}`);
}

/** Any integer: what is no address of the VM is refused by its memory. */
export function integer(name: string, value: number): number {
  if (Number.isInteger(value)) {
    return value;
  }
  throw new RangeError(`${name} must be an integer, not ${show(value)}`);
}
