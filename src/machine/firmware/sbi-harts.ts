/**
 * The SBI calls about several harts: interrupts from one hart to another, remote fences, starting and stopping.
 * SBI specification 2.0, chapters 7 (IPI), 8 (RFENCE) and 9 (HSM), and the legacy calls 3 to 7 of chapter 5.
 */
import { SbiError } from './sbi-error.js';

/** What the calls need to know about the harts, and can do to them. */
export interface SbiHarts {
  readonly count: number;
  /** The number of the calling hart. */
  readonly self: number;
  /** Tells whether the harts have the hypervisor extension. */
  readonly hypervisor: boolean;
  /** Raises or clears the supervisor software interrupt of a hart. */
  setSoftwareInterrupt(hart: number, raised: boolean): void;
  /** Flushes the TLBs of a hart. FENCE.I has nothing to do: on this machine, stores to code take effect at once. */
  fence(hart: number): void;
  /** The state of a hart, as in HartState. */
  state(hart: number): number;
  /** Starts a stopped hart in S-mode at `address`, with its number in a0 and `opaque` in a1. */
  start(hart: number, address: number, opaque: number): void;
  /** Stops the caller. */
  stop(): void;
  /** Lets the caller wait for an interrupt. With `resume`, it then begins there, like a hart that was started. */
  suspend(resume?: { readonly address: number; readonly opaque: number }): void;
  /** Tells whether an instruction can be fetched from this physical address. */
  executable(address: number): boolean;
  /** The word at a virtual address of the caller; undefined if the caller's own load would fault there. */
  loadWord(address: number): number | undefined;
}

export const HartState = { Started: 0, Stopped: 1, Suspended: 4 } as const;

type Answer = readonly [error: number, value: number];

/** Performs function `fid` of an extension. Returns undefined if the extension has no such function. */
export type HartsCall = (harts: SbiHarts, fid: number, args: readonly number[]) => Answer | undefined;

export const sendIpi: HartsCall = (harts, fid, [mask = 0, base = 0]) =>
  fid === 0 ? forEachHart(harts, mask, base, (hart) => harts.setSoftwareInterrupt(hart, true)) : undefined;

/**
 * The functions 0 to 6: FENCE.I, SFENCE.VMA, SFENCE.VMA with an ASID, then HFENCE.GVMA and HFENCE.VVMA in two forms each. The
 * address range is ignored: it is always correct to flush more.
 */
export const remoteFence: HartsCall = (harts, fid, [mask = 0, base = 0]) =>
  fid <= (harts.hypervisor ? 6 : 2) ? forEachHart(harts, mask, base, (hart) => harts.fence(hart)) : undefined;

export const hartState: HartsCall = (harts, fid, args) => hsm[fid]?.(harts, args);

/** The legacy calls by number. Each returns the value for a0. */
export const legacyHartCalls: Readonly<Record<number, (harts: SbiHarts, args: readonly number[]) => number>> =
  {
    // 3 clears the caller's own software interrupt, 4 raises that of other harts.
    3: (harts) => (harts.setSoftwareInterrupt(harts.self, false), SbiError.Success),
    4: (harts, [pointer = 0]) => forMaskAt(harts, pointer, (hart) => harts.setSoftwareInterrupt(hart, true)),
    5: legacyFence, // FENCE.I
    6: legacyFence, // SFENCE.VMA
    7: legacyFence, // SFENCE.VMA with an ASID
  };

// The types of suspension: a hart keeps its state, or loses it and resumes at an address that the caller gives.
const RETENTIVE = 0;
const NON_RETENTIVE = 0x8000_0000;

type HsmCall = (harts: SbiHarts, args: readonly number[]) => Answer;

/** The functions of the HSM extension, by number. */
const hsm: readonly HsmCall[] = [startHart, stopCaller, hartStatus, suspendCaller];

function startHart(harts: SbiHarts, [hart = 0, address = 0, opaque = 0]: readonly number[]): Answer {
  if (hart >= harts.count) {
    return [SbiError.InvalidParameter, 0];
  }
  if (!harts.executable(address)) {
    return [SbiError.InvalidAddress, 0];
  }
  if (harts.state(hart) !== HartState.Stopped) {
    return [SbiError.AlreadyAvailable, 0];
  }
  harts.start(hart, address, opaque);
  return [SbiError.Success, 0];
}

/** Nobody reads its answer: a stopped hart does not return from the call. */
function stopCaller(harts: SbiHarts): Answer {
  harts.stop();
  return [SbiError.Failed, 0];
}

function hartStatus(harts: SbiHarts, [hart = 0]: readonly number[]): Answer {
  return hart < harts.count ? [SbiError.Success, harts.state(hart)] : [SbiError.InvalidParameter, 0];
}

function suspendCaller(harts: SbiHarts, [type = 0, address = 0, opaque = 0]: readonly number[]): Answer {
  if (type === NON_RETENTIVE && !harts.executable(address)) {
    return [SbiError.InvalidAddress, 0];
  }
  if (type !== RETENTIVE && type !== NON_RETENTIVE) {
    return [SbiError.InvalidParameter, 0];
  }
  harts.suspend(type === RETENTIVE ? undefined : { address, opaque });
  return [SbiError.Success, 0];
}

const ALL = 0xffff_ffff;

/** Bit n of `mask` stands for hart `base` + n. A `base` of all ones means every hart (section 3.1). */
function forEachHart(harts: SbiHarts, mask: number, base: number, action: (hart: number) => void): Answer {
  const all = Array.from({ length: harts.count }, (_, hart) => hart);
  const named = Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (mask & (1 << bit)) !== 0);
  const chosen = base === ALL ? all : named.map((bit) => base + bit);
  if (chosen.some((hart) => hart >= harts.count)) {
    return [SbiError.InvalidParameter, 0];
  }
  chosen.forEach(action);
  return [SbiError.Success, 0];
}

/** Flushes everything, whatever the call asks for. */
function legacyFence(harts: SbiHarts, [pointer = 0]: readonly number[]): number {
  return forMaskAt(harts, pointer, (hart) => harts.fence(hart));
}

/** A legacy call passes the address of its mask. The address 0 means every hart. */
function forMaskAt(harts: SbiHarts, pointer: number, action: (hart: number) => void): number {
  const mask = pointer === 0 ? 0 : harts.loadWord(pointer);
  return mask === undefined ? SbiError.Failed : forEachHart(harts, mask, pointer === 0 ? ALL : 0, action)[0];
}
