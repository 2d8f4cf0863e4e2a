/** The visible checks of exercise 12: what exits cost, single guest-page faults by the rules of the task page, and small guests. */
import { addressSpaces, processes, sleepy, ticker } from '../../src/guests/index.js';
import { compareRuns, type ExitCounts, type Run } from '../../src/hypervisor/index.js';

const kinds = ['fetch', 'load', 'store'] as const;

/** A number as the checks write it: 12, 0x4000, 0x8000_0000. */
const told = (value: number) =>
  value < 0x1000 ? String(value) : `0x${value.toString(16).replace(/\B(?=(.{4})+$)/g, '_')}`;

interface Vm {
  readonly base: number;
  readonly pages: number;
  readonly holes?: readonly number[];
  readonly layout?: 'adjacent';
  readonly firstFrame?: number;
  readonly device?: { readonly base: number; readonly bytes: number };
}
interface Fault {
  readonly address: number;
  readonly kind: (typeof kinds)[number];
  readonly byWalk?: boolean;
  readonly answer: string;
  /** The guest frame whose machine frame every access must lead to afterwards. */
  readonly frame?: number;
  /** How many tables the part may have taken until then. */
  readonly tables?: number;
}
interface Observed {
  readonly what: string;
  readonly answer: string;
  readonly leads: string;
  readonly tables: number;
}

const mapped = (address: number, kind: Fault['kind'], tables?: number): Fault => ({
  address,
  kind,
  answer: "{ kind: 'mapped' }",
  frame: Math.floor(address / 4096),
  ...(tables === undefined ? {} : { tables }),
});

/** Fills for all faults of each row with one VM, and claims what is answered and where the table leads then, also for the pages before. */
async function claimFills(lab: Lab, rows: readonly { vm?: Vm; faults: readonly Fault[] }[]): Promise<void> {
  const situations = rows.map(({ vm, faults }) => ({
    ...(vm && { vms: [vm] }),
    steps: [
      ...faults.map(({ address, kind, byWalk = false }) => ({ address, kind, byWalk })),
      ...faults.map(({ address }) => ({ probe: address })),
    ],
  }));
  const observed = await lab.call<Observed[][]>('fills', { situations });
  for (const [i, { faults }] of rows.entries()) {
    for (const [j, { answer, frame, tables }] of faults.entries()) {
      const came = observed[i]![j]!;
      const later = observed[i]![faults.length + j]!;
      claim(came.what, came.answer).toBe(answer);
      if (frame !== undefined) {
        const wanted = `every access leads to frameOf(${told(frame)})`;
        claim(came.what, came.leads).toBe(wanted);
        claim(`${later.what} after all ${faults.length} faults`, later.leads).toBe(wanted);
      }
      if (tables !== undefined) {
        claim(`the number of tables that fill has taken after ${came.what.slice(5)}`, came.tables).toBe(
          tables,
        );
      }
    }
  }
}

check('a page of memory gets an entry that allows every access', async (lab) => {
  const low: Vm = { base: 0x20_0000, pages: 4 };
  await claimFills(lab, [
    ...[0x8000_0000, 0x8000_4010, 0x8001_f000, 0x8001_fffe].flatMap((address) =>
      kinds.map((kind) => ({ faults: [mapped(address, kind)] })),
    ),
    ...kinds.map((kind) => ({ faults: [{ ...mapped(0x8000_5004, kind), byWalk: true }] })),
    { vm: low, faults: [mapped(0x20_3ffc, 'load'), mapped(0x20_0000, 'fetch')] },
    { vm: { base: 0, pages: 2 }, faults: [mapped(0x1000, 'store'), mapped(0, 'fetch')] },
    { vm: { base: 0xffff_e000, pages: 2 }, faults: [mapped(0xffff_f004, 'store')] },
    // Machine frame 0 is a frame like any other.
    {
      vm: { base: 0x8000_0000, pages: 4, layout: 'adjacent', firstFrame: 0 },
      faults: [mapped(0x8000_0000, 'load'), mapped(0x8000_3000, 'store')],
    },
  ]);
});

check('4 MiB share one table, and what was mapped stays', async (lab) => {
  /** Side by side in the machine, from a multiple of 4 MiB on, and still no 4 MiB. */
  const small: Vm = { base: 0x8000_0000, pages: 32, layout: 'adjacent' };
  const across: Vm = { base: 0x803f_e000, pages: 4 }; // two pages on each side of a multiple of 4 MiB
  await claimFills(lab, [
    { faults: [0, 1, 7, 31].map((page) => mapped(0x8000_0000 + page * 4096, 'load', 1)) },
    { faults: kinds.map((kind) => mapped(0x8000_2004, kind, 1)) },
    // A whole megabyte, page after page, in no order.
    {
      vm: { base: 0x8010_0000, pages: 256 },
      faults: Array.from({ length: 256 }, (_, i) => mapped(0x8010_0000 + ((i * 37) % 256) * 4096, 'load', 1)),
    },
    { vm: small, faults: [0, 31, 1].map((page) => mapped(0x8000_0000 + page * 4096, 'load', 1)) },
    {
      vm: across,
      faults: [
        mapped(0x803f_f000, 'fetch', 1),
        mapped(0x8040_0000, 'load', 2),
        mapped(0x803f_e008, 'store', 2),
        mapped(0x8040_1000, 'store', 2),
      ],
    },
  ]);
});

check('where no memory is, a device is reached or the access faults', async (lab) => {
  const [device, fault] = ["{ kind: 'device' }", "{ kind: 'access fault' }"];
  const at = (address: number, kind: Fault['kind'], answer: string, byWalk = false, tables = 0): Fault => ({
    address,
    kind,
    byWalk,
    answer,
    tables,
  });
  const all = (address: number, tables = 0) => kinds.map((kind) => at(address, kind, fault, false, tables));
  await claimFills(lab, [
    { faults: [at(0x1000_0000, 'load', device), at(0x1000_0005, 'store', device)] },
    { faults: [at(0x1000_0000, 'fetch', fault), at(0x10_0000, 'store', device)] },
    { faults: kinds.map((kind) => at(0x1000_0000, kind, fault, true)) },
    { faults: [...all(0), ...all(0x7fff_fffc), ...all(0x8002_0000), ...all(0xffff_fffc)] },
    { faults: kinds.map((kind) => at(0x9000_0000, kind, fault, true)) },
    {
      vm: { base: 0x8000_0000, pages: 8, holes: [3] },
      faults: [
        ...all(0x8000_3004),
        mapped(0x8000_4000, 'load'),
        mapped(0x8000_2000, 'load'),
        ...all(0x8000_8000, 1),
      ],
    },
    // Where memory is, no device is asked for.
    { vm: { base: 0x1000_0000, pages: 2 }, faults: kinds.map((kind) => mapped(0x1000_0004, kind, 1)) },
    // To the byte.
    {
      vm: { base: 0x8000_0000, pages: 2, device: { base: 0x1000_2003, bytes: 3 } },
      faults: [
        at(0x1000_2002, 'load', fault),
        ...[3, 4, 5].map((last) => at(0x1000_2000 + last, 'store', device)),
        at(0x1000_2006, 'load', fault),
      ],
    },
  ]);
});

const guest = (source: string): BareGuest => ({ source, memoryBytes: 256 * 1024, budget: 2000 });
const SAME = 'the same, step by step';

/** Runs a guest with the part, and claims that it has not noticed in what kind of computer it ran. */
async function claimSame(lab: Lab, name: string, source: string): Promise<Run> {
  const one = guest(source);
  const bare = lab.bare(one);
  const inVm = await lab.call<Run>('run', one);
  const said = `what ${name} did, compared with the bare machine,`;
  claim(said, compareRuns(bare, inVm, bare.listing) ?? SAME).toBe(SAME);
  return inVm;
}

/** The exits of these names, in words. */
const toldExits = (exits: ExitCounts, names: readonly (keyof ExitCounts)[]) =>
  names
    .filter((name) => exits[name] !== undefined)
    .map((name) => `${name}: ${exits[name]}`)
    .join(', ') || 'none';

/** The exits that right delegation never has. */
const needless = ['system call', 'page fault', 'illegal instruction', 'guest exception'] as const;

/**
 * A kernel with a page table that does `body` ten times. Its memory is mapped to itself, for processes from 0x4000_0000 on as well. A
 * trap goes on at the address in s10.
 */
const kernel = (body: string) => `
    la t0, trap
    csrw stvec, t0
    la t0, root
    li t1, 0x200000cf
    li t2, 2048
    add t2, t2, t0
    sw t1, (t2)
    li t1, 0x200000df
    sw t1, 1024(t0)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    li s0, 10
again:
    la s10, next
    ${body}
next:
    addi s0, s0, -1
    bnez s0, again
    li a7, 8
    ecall
process:
    ecall
    .align 2
trap:
    csrw sepc, s10
    li t1, 0x100
    csrs sstatus, t1
    sret
    .balign 4096
root: .zero 4096`;

const toProcess = `
    la t0, process
    li t1, 0x40000000
    sub t0, t0, t1
    csrw sepc, t0
    li t1, 0x100
    csrc sstatus, t1
    sret`;

check("the guest's kernel takes its exceptions without an exit", async (lab) => {
  const cases = [
    ['breakpoints', 'ebreak'],
    ['words that are no instructions', '.word 0'],
    ['misaligned loads', 'lw t1, 2(sp)'],
    ['misaligned stores', 'sw t1, 2(sp)'],
    ['loads without a page', 'lw t1, (zero)'],
    ['stores without a page', 'sw t1, (zero)'],
    ['jumps to where no page is', 'jr zero'],
    ['system calls', toProcess],
  ] as const;
  for (const [name, body] of cases) {
    const { exits } = await claimSame(lab, `a guest with 10 ${name}`, kernel(body));
    claim(`the exits because of these 10 ${name}`, toldExits(exits, needless)).toBe('none');
  }
});

/** A guest that enables one interrupt and raises it ten times. In its handler it ends the cause, and remembers `scause`. */
const interrupted = (enable: string, raise: string, end: string) => `
    la t0, trap
    csrw stvec, t0
    ${enable}
    csrsi sstatus, 1 << 1       # SIE
    li s0, 10
again:
    ${raise}
    nop
    addi s0, s0, -1
    bnez s0, again
    mv a0, s11
    li a7, 8
    ecall
    .align 2
trap:
    csrr t5, scause
    slli s11, s11, 1
    add s11, s11, t5
    ${end}
    sret`;
/** The guest's own bit of sip. */
const software = ['csrsi sie, 1 << 1', 'csrsi sip, 1 << 1', 'csrci sip, 1 << 1'] as const;
/** The serial port says that it has sent all, by way of the interrupt controller. */
const external = [
  `li s1, 0x10000000            # the serial port
    li s2, 0x0c000000            # the interrupt controller
    li t1, 1
    sw t1, 40(s2)                # priority of source 10
    li s3, 0x0c002080
    li t1, 1 << 10
    sw t1, (s3)                  # source 10 for the S-mode of hart 0
    li s3, 0x0c201004
    li t1, 1 << 9
    csrs sie, t1`,
  `sb zero, 1(s1)
    li t1, 2
    sb t1, 1(s1)`,
  `lw t6, (s3)                  # claim
    lbu t4, 2(s1)                # what it was; this ends it
    sw t6, (s3)                  # complete
    add s11, s11, t6
    add s11, s11, t4`,
] as const;

check("interrupts reach the guest's kernel, and none is an exit", async (lab) => {
  const guests = {
    ticker,
    sleepy,
    'that interrupts itself': interrupted(...software),
    'of a serial port': interrupted(...external),
  };
  for (const [name, source] of Object.entries(guests)) {
    const { exits } = await claimSame(lab, `the guest ${name}`, source);
    claim(`the needless exits of the guest ${name}`, toldExits(exits, needless)).toBe('none');
  }
});

check('the guest reads its own time without an exit, and no counter of the whole hart', async (lab) => {
  const reads = (counter: string) => `.rept 20\n csrr a1, ${counter}\n .endr\n li a7, 8\n ecall`;
  const counted = async (counter: string) => {
    const { exits } = await lab.call<Run>('run', guest(reads(counter)));
    return exits['virtual instruction'] ?? 0;
  };
  await claimSame(lab, 'a guest that reads time 20 times', reads('time'));
  await claimSame(lab, 'a guest that reads instret 20 times', reads('instret'));
  claim('the exits (virtual instruction) of a guest that reads time 20 times', await counted('time')).toBe(0);
  for (const counter of ['cycle', 'instret']) {
    const what = `the exits (virtual instruction) of a guest that reads ${counter} 20 times`;
    claim(what, await counted(counter)).toBe(20);
    const runs = await lab.call<Run[]>('together', { guests: [1, 2, 3].map(() => guest(reads(counter))) });
    for (const [vm, { exits }] of runs.entries()) {
      claim(`${what}, as VM ${vm} of three`, exits['virtual instruction'] ?? 0).toBe(20);
    }
  }
});

check('kernels run as on the bare machine', async (lab) => {
  for (const [name, source] of Object.entries({ processes, addressSpaces, ticker })) {
    await claimSame(lab, `the guest ${name}`, source);
  }
});
