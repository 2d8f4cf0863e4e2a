/**
 * The part of the SBI that is about several harts: interrupts from one to another, remote fences, starting and stopping.
 * SBI specification 2.0, chapters 7 (IPI), 8 (RFENCE) and 9 (HSM), and the legacy calls 3 to 7 of chapter 5.
 */
import { SbiError } from './sbi-error.js';

/** The harts, as the caller's firmware knows them. */
export interface SbiHarts {
  readonly count: number;
  /** The caller's own number. */
  readonly self: number;
  /** Have they the hypervisor extension? */
  readonly hypervisor: boolean;
  /** Raises a hart's supervisor software interrupt, or clears it. */
  setSoftwareInterrupt(hart: number, raised: boolean): void;
  /** Forgets a hart's translations. Instruction memory is always coherent on this machine. */
  fence(hart: number): void;
  /** One of HartState. */
  state(hart: number): number;
  /** Starts a stopped hart in S-mode at `address`, with its number in a0 and `opaque` in a1. */
  start(hart: number, address: number, opaque: number): void;
  /** Stops the caller. */
  stop(): void;
  /** The caller waits for an interrupt; afterwards it begins at `resume`, if that is given, as a started hart does. */
  suspend(resume?: { readonly address: number; readonly opaque: number }): void;
  /** Is there memory to execute at this physical address? */
  executable(address: number): boolean;
  /** The word at a virtual address of the caller; undefined where its own load would fault. */
  loadWord(address: number): number | undefined;
}

export const HartState = { Started: 0, Stopped: 1, Suspended: 4 } as const;

type Answer = readonly [error: number, value: number];

/** A call of one of these extensions; undefined: it has no such function. */
export type HartsCall = (harts: SbiHarts, fid: number, args: readonly number[]) => Answer | undefined;

export const sendIpi: HartsCall = (harts, fid, [mask = 0, base = 0]) =>
  fid === 0 ? forEachHart(harts, mask, base, (hart) => harts.setSoftwareInterrupt(hart, true)) : undefined;

/**
 * By function: FENCE.I, SFENCE.VMA, SFENCE.VMA with an ASID; HFENCE.GVMA and HFENCE.VVMA in two forms each. Ranges are
 * not looked at: forgetting more is always right.
 */
export const remoteFence: HartsCall = (harts, fid, [mask = 0, base = 0]) =>
  fid <= (harts.hypervisor ? 6 : 2) ? forEachHart(harts, mask, base, (hart) => harts.fence(hart)) : undefined;

export const hartState: HartsCall = (harts, fid, args) => hsm[fid]?.(harts, args);

/** The legacy calls by number: each returns what it leaves in a0. */
export const legacyHartCalls: Readonly<Record<number, (harts: SbiHarts, args: readonly number[]) => number>> =
  {
    // Clear the caller's own software interrupt; raise that of others.
    3: (harts) => (harts.setSoftwareInterrupt(harts.self, false), SbiError.Success),
    4: (harts, [pointer = 0]) => forMaskAt(harts, pointer, (hart) => harts.setSoftwareInterrupt(hart, true)),
    5: legacyFence, // FENCE.I
    6: legacyFence, // SFENCE.VMA
    7: legacyFence, // the same with an ASID
  };

// Types of suspension: the hart keeps its state, or begins anew at an address of the caller's choice.
const RETENTIVE = 0;
const NON_RETENTIVE = 0x8000_0000;

type HsmCall = (harts: SbiHarts, args: readonly number[]) => Answer;

/** By function. */
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

/** What it returns nobody reads: a hart that stopped does not come back here. */
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

/** Bit n of `mask` is hart `base` + n; a `base` of all ones means every hart (section 3.1). */
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

/** Whatever is to be fenced, all is forgotten. */
function legacyFence(harts: SbiHarts, [pointer = 0]: readonly number[]): number {
  return forMaskAt(harts, pointer, (hart) => harts.fence(hart));
}

/** The legacy calls point at their mask; a pointer of 0 means every hart. */
function forMaskAt(harts: SbiHarts, pointer: number, action: (hart: number) => void): number {
  const mask = pointer === 0 ? 0 : harts.loadWord(pointer);
  return mask === undefined ? SbiError.Failed : forEachHart(harts, mask, pointer === 0 ? ALL : 0, action)[0];
}
