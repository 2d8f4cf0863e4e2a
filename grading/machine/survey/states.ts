/**
 * The states in which everything is tried: a mode, and all that software of a lower mode should not notice. That comes in two
 * variants, which differ in every register that can hold two values, once for the host's half of the state and
 * once for its guest's; and with the switches open or shut by which privileged software makes instructions trap.
 */
import * as csrs from '../../../src/machine/index.js';
import { Csr, Mode, type Profile } from '../../../src/machine/index.js';
import type { Variant } from './layout.js';

export type ModeName = 'U' | 'S' | 'HS' | 'M' | 'VU' | 'VS';

export interface TriedMode {
  readonly name: ModeName;
  readonly mode: Mode;
  /** Does a guest run in it? */
  readonly virtual: boolean;
}

export interface State {
  readonly mode: TriedMode;
  readonly host: Variant;
  readonly guest: Variant;
  /** These switches are shut, the others are open. */
  readonly shut: readonly Switch[];
}

/** Bits of a register that make instructions trap in lower modes: where they are set, or where they are clear. */
export interface Switch {
  readonly name: string;
  readonly csr: number;
  readonly bits: number;
  readonly shutWhen: 'set' | 'clear';
}

export const allSwitches: readonly Switch[] = [
  { name: 'mstatus.TVM', csr: Csr.mstatus, bits: csrs.MSTATUS_TVM, shutWhen: 'set' },
  { name: 'mstatus.TW', csr: Csr.mstatus, bits: csrs.MSTATUS_TW, shutWhen: 'set' },
  { name: 'mstatus.TSR', csr: Csr.mstatus, bits: csrs.MSTATUS_TSR, shutWhen: 'set' },
  { name: 'mcounteren', csr: Csr.mcounteren, bits: csrs.COUNTER_ENABLES, shutWhen: 'clear' },
  { name: 'scounteren', csr: Csr.scounteren, bits: csrs.COUNTER_ENABLES, shutWhen: 'clear' },
  { name: 'hcounteren', csr: Csr.hcounteren, bits: csrs.COUNTER_ENABLES, shutWhen: 'clear' },
  { name: 'hstatus.HU', csr: Csr.hstatus, bits: csrs.HSTATUS_HU, shutWhen: 'clear' },
  { name: 'hstatus.VTVM', csr: Csr.hstatus, bits: csrs.HSTATUS_VTVM, shutWhen: 'set' },
  { name: 'hstatus.VTW', csr: Csr.hstatus, bits: csrs.HSTATUS_VTW, shutWhen: 'set' },
  { name: 'hstatus.VTSR', csr: Csr.hstatus, bits: csrs.HSTATUS_VTSR, shutWhen: 'set' },
];

/** Those that this machine has. */
export function switchesOf({ hypervisor }: Profile): readonly Switch[] {
  return allSwitches.filter(({ csr }) => hypervisor || (csr !== Csr.hcounteren && csr !== Csr.hstatus));
}

const U: TriedMode = { name: 'U', mode: Mode.User, virtual: false };
const S: TriedMode = { name: 'S', mode: Mode.Supervisor, virtual: false };
const HS: TriedMode = { name: 'HS', mode: Mode.Supervisor, virtual: false };
const M: TriedMode = { name: 'M', mode: Mode.Machine, virtual: false };
const VU: TriedMode = { name: 'VU', mode: Mode.User, virtual: true };
const VS: TriedMode = { name: 'VS', mode: Mode.Supervisor, virtual: true };

/** The modes of a machine; the first is the one without any privilege. */
export function modesOf({ hypervisor }: Profile): readonly TriedMode[] {
  return hypervisor ? [U, HS, M, VU, VS] : [U, S, M];
}

export function statesOf(profile: Profile): State[] {
  const first = [0, 0] as const;
  const second = [1, 1] as const;
  // A guest's half in its second variant beside the host's first would show nothing new.
  const halves: readonly (readonly [Variant, Variant])[] = profile.hypervisor
    ? [first, [1, 0], second]
    : [first, second];
  const switches = switchesOf(profile);
  return modesOf(profile).flatMap((mode) =>
    halves.flatMap(([host, guest]) => [
      { mode, host, guest, shut: [] },
      { mode, host, guest, shut: switches },
    ]),
  );
}
