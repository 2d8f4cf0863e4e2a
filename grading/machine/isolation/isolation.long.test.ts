/**
 * Attacking guests beside a well-behaved one, in each mode for unmodified guests: the well-behaved one must not notice, the attacker must
 * find what it finds on the bare machine, and every cycle must have an owner.
 */
import { assemble } from '../../../src/assembler/index.js';
import {
  endStandstills,
  resultOf,
  runGuest,
  Vmm,
  type Run,
  type Vm,
  type VmMode,
  vmModes,
} from '../../../src/hypervisor/index.js';
import { assisted, legacy, strict, type Profile } from '../../../src/machine/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import { attackers } from './attackers.js';
import { victim } from './victim.js';

const MEMORY = 128 * 1024;
const ROUNDS = 100_000;

/** The hardware that a mode is made for; strict for a mode that is not listed. */
const hardware: Readonly<Record<string, Profile>> = {
  'full/binary-translation': legacy,
  'full/hardware-assisted': assisted,
};
const modes = vmModes.filter((mode) => mode.startsWith('full/'));
const { image: victimImage } = assemble(victim);

function run(mode: VmMode, sources: readonly string[], sliceSteps?: number): { vmm: Vmm; vms: Vm[] } {
  const vmm = new Vmm({
    memoryBytes: (1 + sources.length) * MEMORY,
    parts,
    profile: hardware[mode] ?? strict,
    ...(sliceSteps === undefined ? {} : { sliceSteps }),
  });
  const images = [victimImage, ...sources.map((source) => assemble(source).image)];
  const vms = images.map((image) =>
    vmm.createVm({ mode, image, memoryBytes: MEMORY, disk: new Uint8Array(4096).fill(7) }),
  );
  vmm.run(ROUNDS);
  return { vmm, vms };
}

/** How an attacker ends that can do nothing any more. */
const ends: Readonly<Record<string, string>> = { 'sleep for ever': 'idle', 'traps in traps': 'standstill' };

/** What a guest can know of itself: everything of a run but its cost. */
const known = ({ cycles: _, exits: _exits, mode: _mode, ...rest }: Run) => rest;

describe.each(modes)('in mode %s', (mode) => {
  const alone = resultOf(run(mode, []).vms[0]!);

  test('the well-behaved guest comes to its end', () => {
    expect(alone).toMatchObject({ stop: { kind: 'finished', code: 0 }, console: 'victim: ..... done\n' });
  });

  test.each(Object.entries(attackers))('%s: nobody else notices', (name, source) => {
    const { vmm, vms } = run(mode, [source], 700);
    const [well, attacker] = vms as [Vm, Vm];
    expect(known(resultOf(well))).toEqual(known(alone));

    // The attacker itself finds the machine that it would find without a VMM.
    const bare = runGuest({
      mode: 'bare',
      image: assemble(source).image,
      profile: strict, // whatever hardware is below, a VM has neither its holes nor its hypervisor extension
      memoryBytes: MEMORY,
      budget: ROUNDS,
      disk: new Uint8Array(4096).fill(7),
    });
    const { csrs, ...found } = known(resultOf(attacker));
    const { csrs: bareCsrs, ...expected } = known(bare);
    expect({ ...found, sip: 0, csrs: { ...csrs, sip: 0 } }).toEqual({
      ...expected,
      sip: 0,
      csrs: { ...bareCsrs, sip: 0 },
    });

    const used = vms.reduce((sum, { account }) => sum + account.cycles, 0);
    const { idle, overhead } = vmm.ledger.own;
    expect(used + idle + overhead).toBe(vmm.machine.cycles);

    // One that can do nothing any more does not run on: it ends with the reason.
    endStandstills(vmm);
    const ended = ends[name] ?? (expect.any(String) as string);
    expect(vms.map(({ end }) => end?.kind ?? 'runs')).toEqual(['finished', ended]);
  });

  test.each(Object.entries(attackers))('%s: a guest that wants the hart gets its share', (_name, source) => {
    const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts, profile: hardware[mode] ?? strict });
    const [busy, attacker] = [computes, source].map((text) =>
      vmm.createVm({ mode, image: assemble(text).image, memoryBytes: MEMORY, disk: new Uint8Array(4096) }),
    ) as [Vm, Vm];
    let atTheEnd = Infinity;
    busy.devices.uart.listener = () => (atTheEnd = attacker.account.cycles);
    vmm.run(ROUNDS);
    expect(busy.end).toEqual({ kind: 'finished', code: 0 });
    // Both have had slices of the same length, but for the one exit that may be begun at the end of each.
    expect(atTheEnd).toBeLessThan(1.3 * busy.account.cycles);
  });
});

/** Computes for eight slices, and prints a letter then. */
const computes = `
    li s0, 40000
1:  addi s0, s0, -1
    bnez s0, 1b
    li t0, 0x10000000
    sb t0, (t0)
    li a7, 8
    ecall`;
