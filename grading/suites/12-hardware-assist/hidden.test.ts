/** The hidden checks of exercise 12: tables for any memory, guests that attack, and what exits and walks may cost. */
import { assemble } from '../../../src/assembler/index.js';
import { addressSpaces, processes, ticker } from '../../../src/guests/index.js';
import { compareRuns, type ExitCounts, type Run } from '../../../src/hypervisor/index.js';
import { xorshift } from '../../suite/xorshift.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { randomPagingKernel } from '../11-shadow-paging/generate-kernel.js';
import { attacker, switching } from './guests.js';
import { spellNumber } from '../../rig/both-sides/index.js';
import { EXAMPLE_VM, type Observed, type Situation, type Step, type VmSpec } from './model.js';
import { runWithWalks, type WalkedRun } from './walks.js';

const kinds = ['fetch', 'load', 'store'] as const;
const MiB = 2 ** 20;
const KERNELS = 3;
const [MAPPED, FAULT] = ["{ kind: 'mapped' }", "{ kind: 'access fault' }"];

interface Wanted {
  readonly step: Step;
  readonly answer?: string;
  /** The guest frame that every access leads to; 'nowhere': the table has no entry for it. */
  readonly leads?: number | 'nowhere';
  /** The entries that the hardware reads on its way, and at most so many. */
  readonly entries?: number;
  readonly most?: number;
}

/** A fault on memory, and what must come of it. */
const memory = (
  address: number,
  more: { vm?: number; entries?: number; kind?: (typeof kinds)[number]; byWalk?: boolean } = {},
): Wanted => {
  const { vm, entries, kind = 'load', byWalk = false } = more;
  return {
    step: { address, kind, byWalk, ...(vm === undefined ? {} : { vm }) },
    answer: MAPPED,
    leads: Math.floor(address / 4096),
    ...(entries === undefined ? {} : { entries }),
  };
};

const nothing = (address: number): Wanted[] =>
  kinds.map((kind) => ({ step: { address, kind, byWalk: false }, answer: FAULT, leads: 'nowhere' }));

const probe = (address: number, leads: number | 'nowhere', vm?: number): Wanted => ({
  step: { probe: address, ...(vm === undefined ? {} : { vm }) },
  leads,
});

async function claimAll(
  lab: Lab,
  rows: readonly { vms?: VmSpec[]; wanted: readonly Wanted[] }[],
): Promise<void> {
  const situations: Situation[] = rows.map(({ vms, wanted }) => ({
    ...(vms && { vms }),
    steps: wanted.map(({ step }) => step),
  }));
  const observed = await lab.call<Observed[][]>('fills', { situations });
  for (const [i, { wanted }] of rows.entries()) {
    for (const [j, { answer, leads, entries, most }] of wanted.entries()) {
      const came = observed[i]![j]!;
      if (answer !== undefined) {
        claim(came.what, came.answer).toBe(answer);
      }
      if (leads === 'nowhere') {
        claim(`${came.what}: what the hardware finds`, came.entries).toBe(0);
      } else if (leads !== undefined) {
        claim(came.what, came.leads).toBe(`every access leads to frameOf(${spellNumber(leads)})`);
      }
      if (entries !== undefined) {
        claim(`${came.what}: the entries that the hardware reads on its way`, came.entries).toBe(entries);
      }
      if (most !== undefined) {
        const what = `${came.what}: the entries that the hardware reads on its way`;
        claim(what, came.entries).toBeLessThanOrEqual(most);
      }
    }
  }
}

const SAME = 'the same, step by step';
const guest = (source: string): BareGuest => ({ source, memoryBytes: 256 * 1024, budget: 2000 });

function claimSame(lab: Lab, name: string, one: BareGuest, inVm: Run): void {
  const bare = lab.bare(one);
  const said = `what ${name} did, compared with the bare machine,`;
  claim(said, compareRuns(bare, inVm, bare.listing) ?? SAME).toBe(SAME);
}

check('page tables, fences and returns from traps cost no exit', async (lab) => {
  const one = guest(switching);
  const inVm = await lab.call<Run>('run', one);
  claimSame(lab, 'a guest that switches between its page tables', one, inVm);
  const what = 'the exits (virtual instruction) of a guest that writes satp, fences and returns from traps';
  claim(what, inVm.exits['virtual instruction'] ?? 0).toBe(0);
});

check('guest-physical addresses have 34 bits', async (lab) => {
  const bases = [0x1_0000_0000, 0x1_8000_0000, 0x2_8000_0000, 0x3_fffe_0000];
  const high = [1, 2, 3].map((n) => n * 0x1_0000_0000);
  await claimAll(lab, [
    ...bases.map((base) => ({
      vms: [{ base, pages: 32 }],
      wanted: [
        memory(base),
        memory(base + 0x1_f004),
        ...nothing(base % 0x1_0000_0000),
        ...nothing((base + 0x4000) % 0x1_0000_0000),
        probe((base + 0x1_f004) % 0x1_0000_0000, 'nowhere'),
        probe(base + 0x1_f004, (base + 0x1_f000) / 4096),
      ],
    })),
    {
      wanted: [
        memory(0x8000_4000),
        ...high.flatMap((more) => [
          ...nothing(0x8000_4000 + more),
          ...nothing(0x1000_0000 + more),
          ...nothing(0x10_0000 + more),
          probe(0x8000_4000 + more, 'nowhere'),
        ]),
        probe(0x8000_4000, 0x8_0004),
      ],
    },
  ]);
});

/** Pages of a VM from 0x8000_0000 on. */
const page = (number: number) => 0x8000_0000 + number * 4096;

check('4 MiB that lie side by side in the machine get one entry, and no others do', async (lab) => {
  const vm = (more: Partial<VmSpec>): VmSpec[] => [
    { base: 0x8000_0000, pages: 2048, layout: 'adjacent', ...more },
  ];
  const each = (pages: readonly number[], entries: number) =>
    pages.map((number) => memory(page(number), { entries }));
  await claimAll(lab, [
    {
      vms: vm({}),
      wanted: [...each([5, 0, 1023], 1), probe(page(1024), 'nowhere'), ...each([2047, 1024], 1)],
    },
    { vms: vm({}), wanted: [memory(page(700), { entries: 1, kind: 'fetch' }), probe(page(1), 0x8_0001)] },
    { vms: vm({ layout: 'shifted' }), wanted: each([0, 5, 1023, 1024, 2047], 2) },
    { vms: vm({ layout: 'scattered' }), wanted: each([0, 5, 1023, 1024], 2) },
    ...[0, 1, 512, 1023].flatMap((odd) => [
      {
        vms: vm({ elsewhere: [odd] }),
        wanted: [...each([2, odd, 1022], 2), ...each([1030], 1), probe(page(odd), 0x8_0000 + odd)],
      },
      {
        vms: vm({ holes: [odd] }),
        wanted: [...each([2, 1022], 2), ...nothing(page(odd)), ...each([1030], 1)],
      },
    ]),
    // Memory that ends, or begins, within 4 MiB.
    { vms: vm({ pages: 1500 }), wanted: [...each([3], 1), ...each([1024, 1499], 2), ...nothing(page(1500))] },
    { vms: vm({ pages: 1023 }), wanted: each([0, 1022], 2) },
    {
      vms: vm({ base: 0x8010_0000, pages: 1024 + 768 }),
      wanted: [
        memory(0x8010_0000, { entries: 2 }),
        memory(0x8040_0000, { entries: 1 }),
        ...nothing(0x800f_f000),
      ],
    },
    // Half of 4 MiB is no alignment, and the right frames in another order are not side by side.
    { vms: vm({ layout: 'shifted', shift: 512 }), wanted: each([0, 512, 1023, 1024], 2) },
    ...(
      [
        [1, 2],
        [5, 900],
        [0, 1023],
        [511, 512],
      ] as const
    ).map((swapped) => ({
      vms: vm({ swapped }),
      wanted: [...each([...swapped, 700], 2), ...each([1030], 1)],
    })),
    // Whoever makes the access: the walk of the guest's own table, too.
    ...kinds.map((kind) => ({
      vms: vm({}),
      wanted: [memory(page(9), { entries: 1, kind, byWalk: true }), probe(page(1023), 0x8_03ff)],
    })),
    // At any guest-physical address, and at any machine frame.
    ...[0, 0x40_0000].map((base) => ({
      vms: vm({ base, pages: 1024 }),
      wanted: [memory(base + 0x5004, { entries: 1 }), probe(base + 0x3f_f000, base / 4096 + 1023)],
    })),
    // Above 4 GiB as well. Whether the table leads there at all is the affair of another check.
    ...[0x1_0000_0000, 0x2_0040_0000, 0x3_ffc0_0000].map((base) => ({
      vms: vm({ base, pages: 1024 }),
      wanted: [{ step: { address: base + 0x5004, kind: 'load' as const, byWalk: false }, most: 1 }],
    })),
    { vms: vm({ firstFrame: 0 }), wanted: [...each([3], 1), ...each([1030], 1), probe(page(0), 0x8_0000)] },
  ]);
});

check('a guest that attacks reaches no frame but its own', async (lab) => {
  const twins = [
    EXAMPLE_VM,
    { ...EXAMPLE_VM, pages: 16 },
    { base: 0x8000_0000, pages: 2048, layout: 'adjacent' as const },
  ];
  const inTurn = [0, 1, 2, 0, 1].flatMap((vm) => [3, 4, 3].map((number) => memory(page(number), { vm })));
  await claimAll(lab, [
    {
      vms: twins,
      wanted: [
        ...inTurn,
        ...[0, 1, 2].map((vm) => probe(page(4), 0x8_0004, vm)),
        { step: { address: page(20), kind: 'load', byWalk: false, vm: 1 }, answer: FAULT, leads: 'nowhere' },
        memory(page(20), { vm: 0 }),
        probe(page(20), 'nowhere', 1),
      ],
    },
    { vms: [EXAMPLE_VM], wanted: [...nothing(0x4000_0000), memory(page(1)), ...nothing(0x8002_0000)] },
  ]);
  const sources = [attacker, ticker, processes, attacker];
  const runs = await lab.call<Run[]>('together', { guests: sources.map(guest) });
  for (const [i, source] of sources.entries()) {
    claimSame(lab, `guest ${i} of four, of which two attack,`, guest(source), runs[i]!);
  }
});

/** More exits than the reference has, by name. */
const tooMany = (exits: ExitCounts, most: ExitCounts) =>
  (Object.keys(exits) as (keyof ExitCounts)[])
    .filter((name) => exits[name]! > (most[name] ?? 0))
    .map((name) => `${name}: ${exits[name]} in place of ${most[name] ?? 0}`)
    .join(', ') || 'none';

check('whole kernels keep to their budget of exits, and each access to its references', async (lab) => {
  const kernels = lab.once('random kernels', lab.seed, (seed) => {
    const random = xorshift(seed);
    return Array.from({ length: KERNELS }, () => guest(randomPagingKernel(random())));
  });
  const small = lab.once('small guests', null, () => [processes, addressSpaces].map(guest));
  const wide = lab.once('wide guest', null, () => ({ ...guest(addressSpaces), memoryBytes: 4 * MiB }));
  const guests: [string, BareGuest][] = [
    ...[...small, ...kernels].map((one): [string, BareGuest] => ['a guest with 256 KiB', one]),
    ['a guest with 4 MiB side by side', wide],
  ];
  for (const [name, one] of guests) {
    const run = await lab.call<WalkedRun>('walks', one);
    const right = lab.once('the reference', one, ({ source: text, ...how }) =>
      runWithWalks(referenceParts.assist, { ...how, image: assemble(text).image }),
    );
    claim(`the end of ${name}`, run.end).toBe(right.end);
    claim(`the exits of ${name} that are over the budget`, tooMany(run.exits, right.exits)).toBe('none');
    claim(`the most entries that the hardware reads for one access of ${name}`, run.mostReferences).toBe(
      right.mostReferences,
    );
  }
  const [kernel] = kernels as [BareGuest];
  claimSame(lab, 'a random kernel', kernel, await lab.call<Run>('run', kernel));
});
