/**
 * The supervisor binary interface (SBI): the calls by which an S-mode kernel asks its firmware for something. SBI
 * specification 2.0 for RV32, chapters 3 (binary encoding), 4 (base), 5 (legacy), 6 (timer), 10 (system reset) and 12 (debug
 * console). The calls about several harts are in sbi-harts.ts.
 *
 * The bare machine uses this code, and so does a VMM for its guests, each with an SbiPlatform of its own.
 */
import { SbiError } from './sbi-error.js';
import {
  hartState,
  legacyHartCalls,
  remoteFence,
  sendIpi,
  type HartsCall,
  type SbiHarts,
} from './sbi-harts.js';

/** What the calls need from the machine or the VMM that offers them. Addresses are physical addresses of the caller. */
export interface SbiPlatform {
  /** Prints a byte. */
  putByte(byte: number): void;
  /** The next byte of input, or -1. */
  getByte(): number;
  /** Clears the pending timer interrupt, and raises the next one when the time reaches `ticks`. */
  setTimer(ticks: number): void;
  /** Ends the run with this exit code. */
  shutdown(code: number): void;
  /** Restarts the machine. */
  reset(): void;
  /** Reads a byte of memory. Returns undefined where there is no memory. */
  readByte(address: number): number | undefined;
  /** Writes a byte of memory. Returns false where there is no memory. */
  writeByte(address: number, byte: number): boolean;
  /** If it is missing, the calls about other harts are not supported. */
  readonly harts?: SbiHarts;
}

/** The numbers of the extensions (EID), which a call passes in a7. */
export const SbiExtension = {
  SetTimer: 0, // up to Shutdown, legacy calls: each is an extension of its own
  ConsolePutchar: 1,
  ConsoleGetchar: 2,
  Shutdown: 8,
  Base: 0x10,
  Time: 0x5449_4d45,
  SystemReset: 0x5352_5354,
  Ipi: 0x73_5049,
  RemoteFence: 0x5246_4e43,
  HartState: 0x48_534d,
  DebugConsole: 0x4442_434e,
} as const;

/** What a call returns in a0 and a1: an SbiError and a value. A legacy call returns a value in a0 and leaves a1 unchanged. */
export interface SbiResult {
  readonly a0: number;
  readonly a1: number;
}

/** Performs a call. `a` holds the registers a0 to a7: the arguments, the function (a6), the extension (a7). Never throws. */
export function handleSbi(a: ArrayLike<number>, platform: SbiPlatform): SbiResult {
  const call: Call = {
    args: Array.from({ length: 6 }, (_, index) => a[index]! >>> 0),
    fid: a[6]! >>> 0,
    platform,
  };
  const extension = a[7]! >>> 0;
  const legacy = legacyCalls[extension] ?? legacyHarts(extension, platform);
  if (legacy !== undefined) {
    return { a0: legacy(call), a1: a[1]! }; // a1 is unchanged
  }
  const handler = extensions[extension] ?? hartExtension(extension, platform);
  const result = handler?.(call);
  return result === undefined ? { a0: SbiError.NotSupported, a1: 0 } : { a0: result[0], a1: result[1] };
}

/** Finds a legacy call of sbi-harts.ts. Returns undefined if there is none, or if the platform has no harts. */
function legacyHarts(number: number, { harts }: SbiPlatform): ((call: Call) => number) | undefined {
  const perform = legacyHartCalls[number];
  return perform && harts && (({ args }) => perform(harts, args));
}

function hartExtension(id: number, { harts }: SbiPlatform): ((call: Call) => Outcome) | undefined {
  const perform = hartExtensions[id];
  return perform && harts && (({ args, fid }) => perform(harts, fid, args));
}

interface Call {
  /** a0 to a5, unsigned. */
  readonly args: readonly number[];
  readonly fid: number;
  readonly platform: SbiPlatform;
}

/** The error and the value; undefined if there is no such function. */
type Outcome = readonly [error: number, value: number] | undefined;

const legacyCalls: Readonly<Record<number, (call: Call) => number>> = {
  [SbiExtension.SetTimer]: ({ args, platform }) => (platform.setTimer(wide(args[0]!, args[1]!)), 0),
  [SbiExtension.ConsolePutchar]: ({ args, platform }) => (platform.putByte(args[0]! & 0xff), 0),
  [SbiExtension.ConsoleGetchar]: ({ platform }) => platform.getByte(),
  [SbiExtension.Shutdown]: ({ platform }) => (platform.shutdown(0), 0),
};

const extensions: Readonly<Record<number, (call: Call) => Outcome>> = {
  [SbiExtension.Base]: base,
  [SbiExtension.Time]: time,
  [SbiExtension.SystemReset]: systemReset,
  [SbiExtension.DebugConsole]: debugConsole,
};

const hartExtensions: Readonly<Record<number, HartsCall>> = {
  [SbiExtension.Ipi]: sendIpi,
  [SbiExtension.RemoteFence]: remoteFence,
  [SbiExtension.HartState]: hartState,
};

const SPECIFICATION_VERSION = 0x0200_0000; // 2.0
const IMPLEMENTATION_ID = 0x6c61_62; // "lab": this SBI has no registered number
const IMPLEMENTATION_VERSION = 1;

function base({ args, fid, platform }: Call): Outcome {
  const probed = args[0]!;
  const aboutHarts = platform.harts !== undefined && (probed in legacyHartCalls || probed in hartExtensions);
  const answers = [
    SPECIFICATION_VERSION,
    IMPLEMENTATION_ID,
    IMPLEMENTATION_VERSION,
    probed in legacyCalls || probed in extensions || aboutHarts ? 1 : 0,
    ...[0, 0, 0], // mvendorid, marchid, mimpid
  ];
  const answer = answers[fid];
  return answer === undefined ? undefined : [SbiError.Success, answer];
}

function time({ args, fid, platform }: Call): Outcome {
  if (fid !== 0) {
    return undefined;
  }
  platform.setTimer(wide(args[0]!, args[1]!));
  return [SbiError.Success, 0];
}

function systemReset({ args, fid, platform }: Call): Outcome {
  const [type, reason] = args as [number, number];
  if (fid !== 0) {
    return undefined;
  }
  if (type > 2 || reason > 1) {
    return [SbiError.InvalidParameter, 0];
  }
  if (type === 0) {
    platform.shutdown(reason); // 0 no reason, 1 system failure
  } else {
    platform.reset(); // cold and warm reboot
  }
  return [SbiError.Success, 0];
}

/** A call may print or read less than it was asked to, and returns how much it did. So no single call takes long. */
const CONSOLE_LIMIT = 4096;

function debugConsole({ args, fid, platform }: Call): Outcome {
  const [count, low, high] = args as [number, number, number];
  switch (fid) {
    case 0:
      return writeConsole(platform, wide(low, high), Math.min(count, CONSOLE_LIMIT));
    case 1:
      return readConsole(platform, wide(low, high), Math.min(count, CONSOLE_LIMIT));
    case 2:
      platform.putByte(count & 0xff);
      return [SbiError.Success, 0];
    default:
      return undefined;
  }
}

function writeConsole(platform: SbiPlatform, address: number, count: number): Outcome {
  if (!isMemory(platform, address, count)) {
    return [SbiError.InvalidParameter, 0];
  }
  for (let index = 0; index < count; index += 1) {
    platform.putByte(platform.readByte(address + index)!);
  }
  return [SbiError.Success, count];
}

function readConsole(platform: SbiPlatform, address: number, count: number): Outcome {
  // Check all of the memory before the first byte of input is taken, since a byte without a place would be lost.
  if (!isMemory(platform, address, count)) {
    return [SbiError.InvalidParameter, 0];
  }
  for (let index = 0; index < count; index += 1) {
    const byte = platform.getByte();
    if (byte < 0) {
      return [SbiError.Success, index];
    }
    if (!platform.writeByte(address + index, byte)) {
      return [SbiError.InvalidParameter, index];
    }
  }
  return [SbiError.Success, count];
}

function isMemory(platform: SbiPlatform, address: number, count: number): boolean {
  for (let index = 0; index < count; index += 1) {
    if (platform.readByte(address + index) === undefined) {
      return false;
    }
  }
  return true;
}

/** A 64-bit argument from two registers. Above 2^53 it is rounded, which matters only for timers in the far future. */
function wide(low: number, high: number): number {
  return high * 2 ** 32 + low;
}
