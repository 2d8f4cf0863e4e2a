import { assemble } from '../../../assembler/index.js';
import * as guests from '../../../guests/index.js';
import { legacy, strict } from '../../../machine/index.js';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import { compareRuns, runGuest, runInTurns, type Run, type RunOptions } from '../../index.js';

type Mode = RunOptions['mode'];

function run(mode: Mode, source: string, more: Partial<RunOptions> = {}): Run {
  const { image } = assemble(source);
  const options = { image, profile: strict, memoryBytes: 256 * 1024, budget: 3000, trace: true, ...more };
  return mode === 'bare' ? runGuest({ ...options, mode }) : runGuest({ ...options, mode }, referenceParts);
}

const full = 'full/trap-and-emulate';

/** A kernel without a second level: two superpages of one root show the same memory, and the second forbids stores. */
const superpages = `
  la t0, root
  li t1, (0x80000000 >> 12 << 10) | 0xcf       # D A X W R V
  li t2, 2048
  add t2, t0, t2
  sw t1, 0(t2)                                  # entry 0x200: from 0x8000_0000 on
  li t1, (0x80000000 >> 12 << 10) | 0xc3       # D A R V
  sw t1, 4(t0)                                  # entry 1: from 0x0040_0000 on
  srli t0, t0, 12
  li t1, 0x80000000
  or t0, t0, t1
  csrw satp, t0
  sfence.vma
  la t0, handler
  csrw stvec, t0
  la t0, word
  li t1, 0x7fc00000
  sub t1, t0, t1
  sw zero, 0(t0)
  lw a0, 0(t1)
  sw t0, 0(t0)
  sw t1, 0(t1)                                  # a page fault
handler:
  csrr a1, scause
  lw a2, 0(t0)
stop: j stop
  .balign 4096
word: .word 0x1234
  .balign 4096
root: .zero 4096`;

type ShadowPart = typeof referenceParts.shadow;

/** Shadow parts that read the guest's entries in another way than the walk does. */
const readers: [how: string, shadow: ShadowPart][] = [
  [
    'each entry twice',
    (access, mmu) => {
      const readEntry = (at: number) => (mmu.readEntry(at), mmu.readEntry(at));
      return referenceParts.shadow(access, { ...mmu, readEntry });
    },
  ],
  [
    'the entries beside each as well',
    (access, mmu) => {
      const readEntry = (at: number) => {
        const entry = mmu.readEntry(at);
        mmu.readEntry((at ^ 4) >>> 0);
        mmu.readEntry((at ^ 0x800) >>> 0);
        return entry;
      };
      return referenceParts.shadow(access, { ...mmu, readEntry });
    },
  ],
  [
    'the root once more at the end',
    (access, mmu) => {
      const read: number[] = [];
      const readEntry = (at: number) => {
        read.push(at);
        return mmu.readEntry(at);
      };
      const translation = referenceParts.shadow(access, { ...mmu, readEntry });
      read.reverse().forEach((at) => mmu.readEntry(at));
      return translation;
    },
  ],
];

describe.each(readers)('a shadow part may read %s', (_how, shadow) => {
  test.each([
    ['superpages', superpages],
    ['address spaces', guests.addressSpaces],
  ])('(%s)', (_name, source) => {
    const options = { image: assemble(source).image, profile: strict, memoryBytes: 256 * 1024, budget: 3000 };
    const traced = { ...options, trace: true };
    const bare = runGuest({ ...traced, mode: 'bare' });
    const exits = (part: ShadowPart) => {
      const inVm = runGuest({ ...traced, mode: full }, { ...referenceParts, shadow: part });
      expect(compareRuns(bare, inVm)).toBeUndefined();
      return inVm.exits;
    };
    expect(exits(shadow)).toEqual(exits(referenceParts.shadow));
  });
});

test('what a shadow part writes into an entry beyond its marks counts from the next fence on, as every write does', () => {
  const WRITE = 4;
  const forbids: ShadowPart = (access, mmu) => {
    if (access.kind === 'load') {
      const place = (mmu.satp & 0x3f_ffff) * 4096 + 4 * 0x200;
      mmu.writeEntry(place, mmu.readEntry(place) & ~WRITE);
    }
    return referenceParts.shadow(access, mmu);
  };
  const source = superpages.replace('sw t0, 0(t0)', 'sfence.vma\nsw t0, 0(t0)');
  const { registers } = runGuest(
    { mode: full, image: assemble(source).image, profile: strict, memoryBytes: 256 * 1024, budget: 200 },
    { ...referenceParts, shadow: forbids },
  );
  const [a1, a2] = [11, 12];
  expect([registers[a1], registers[a2]]).toEqual([15, 0]); // the second store has faulted
});

describe('an unmodified guest', () => {
  const unmodified = [
    'hello',
    'ticker',
    'sleepy',
    'processes',
    'addressSpaces',
    'hostile',
    'runaway',
  ] as const;

  test.each(unmodified)('%s runs in a VM as on the bare machine, step by step', (name) => {
    const bare = run('bare', guests[name]);
    const inVm = run(full, guests[name]);
    expect(compareRuns(bare, inVm, assemble(guests[name]).listing)).toBeUndefined();
    expect(inVm.registers).toEqual(bare.registers);
    expect(inVm.csrs).toEqual(bare.csrs);
    expect(inVm.steps).toBe(bare.steps);
    expect(bare.exits).toEqual({});
  });

  test.each(unmodified)('%s comes to the same end without a trace, in long slices', (name) => {
    const { trace, ...traced } = run(full, guests[name]);
    expect(trace).toHaveLength(traced.steps);
    const untraced = run(full, guests[name], { trace: false });
    expect({ ...untraced, cycles: 0, exits: {} }).toEqual({ ...traced, cycles: 0, exits: {} });
  });

  test('reads what is typed at its console', () => {
    const echo = `
      li a7, 2
      ecall                # a character from the firmware
      li a7, 1
      ecall
      li t0, 0x10000000
      lbu a0, 5(t0)        # the serial port's line status: one more is there
      andi a0, a0, 1
      beqz a0, end
      lbu a0, (t0)
      sb a0, (t0)
end:  li a7, 8
      ecall`;
    const bare = run('bare', echo, { input: 'ok' });
    expect(bare.console).toBe('ok');
    expect(compareRuns(bare, run(full, echo, { input: 'ok' }))).toBeUndefined();
  });

  test('ends by its finisher with a reset, as on the bare machine', () => {
    const source = 'li t0, 0x100000\nli t1, 0x7777\nsw t1, (t0)';
    expect(run(full, source).stop).toEqual({ kind: 'reset' });
    expect(run('bare', source).stop).toEqual({ kind: 'reset' });
  });

  test('that uses the firmware to read and write memory gets its own memory and no other', () => {
    const source = `
      la a1, text
      li a0, 4
      li a2, 0
      li a7, 0x4442434e
      li a6, 1             # read four bytes from the console
      ecall
      li a6, 0
      li a0, 4
      la a1, text
      ecall                # and write them
      li a0, 8
      li a1, 0x8003fffc    # the last four bytes of memory, and four that are not there
      ecall
      addi a0, a0, 'f'     # -3: the address is refused
      li a7, 1
      ecall
      li a1, 0x8003fffc
      li a0, 8
      li a2, 0
      li a7, 0x4442434e
      li a6, 1
      ecall
      li a7, 8
      ecall
      .data
text: .space 4`;
    const bare = run('bare', source, { input: 'abcd' });
    expect(bare.console).toBe('abcdc');
    expect(compareRuns(bare, run(full, source, { input: 'abcd' }))).toBeUndefined();
  });

  test('that goes to sleep for ever ends as idle', () => {
    for (const mode of ['bare', full] as const) {
      expect(run(mode, 'wfi\nj .').stop).toEqual({ kind: 'idle' });
    }
  });

  test('whose timer is set for the end of time is not interrupted', () => {
    const source = 'li a0, -1\nli a1, -1\nli a7, 0\necall\nli t0, 32\ncsrs sie, t0\nwfi';
    for (const mode of ['bare', full] as const) {
      expect(run(mode, source).stop).toEqual({ kind: 'idle' });
    }
  });

  test('that loops for ever costs its budget and no more', () => {
    const { stop, steps } = run(full, 'j .', { budget: 777 });
    expect({ stop, steps }).toEqual({ stop: { kind: 'budget' }, steps: 777 });
  });

  test('sees its exits metered by what they were', () => {
    expect(run(full, guests.hello).exits).toEqual({ 'page fault': 1, 'SBI call': 2, 'device access': 19 });
    expect(run(full, guests.processes).exits).toMatchObject({ 'system call': 3, 'SBI call': 3 });
  });

  test('finds no hypercalls: the vendor space of its firmware is empty, as on the bare machine', () => {
    const source =
      'li a7, 0x09000000\nli a6, 8\necall\nsub a0, zero, a0\naddi a0, a0, 64\nli a7, 1\necall\nli a7, 8\necall';
    const bare = run('bare', source);
    expect(bare.console).toBe('B'); // 64 + 2: not supported
    expect(compareRuns(bare, run(full, source))).toBeUndefined();
  });
});

describe('on the legacy profile', () => {
  const onLegacy = (mode: Mode, name: 'sleepy' | 'ticker' | 'processes') =>
    run(mode, guests[name], { profile: legacy });

  test('an unmodified kernel works on the bare machine and breaks when it is deprivileged', () => {
    for (const name of ['sleepy', 'ticker', 'processes'] as const) {
      const bare = onLegacy('bare', name);
      expect(bare.stop.kind).toBe('finished');
      expect(compareRuns(bare, onLegacy(full, name))).toBeDefined();
    }
  });

  test('a write to sie vanishes silently, so that the guest sleeps for ever', () => {
    expect(onLegacy(full, 'ticker').stop).toEqual({ kind: 'idle' });
  });

  test('a read of sip shows the state of the machine instead of that of the guest', () => {
    expect(onLegacy('bare', 'sleepy').stop).toEqual({ kind: 'finished', code: 0 });
    expect(onLegacy(full, 'sleepy').stop).toEqual({ kind: 'finished', code: 1 }); // it does not find its timer pending
  });

  test('SRET jumps without changing the mode', () => {
    const { trace = [] } = onLegacy(full, 'processes');
    expect(trace[13]).toBe('13 S 80000034 -> S 00000000');
  });

  test('a paravirtual guest is not harmed: it does not use what fails', () => {
    const { console, stop } = run('para', guests.paraTicker, { profile: legacy });
    expect({ console, stop }).toEqual({ console: '.....', stop: { kind: 'finished', code: 0 } });
  });
});

describe('a paravirtual guest', () => {
  test.each([
    ['paraHello', 'hello, hypervisor\n', 0],
    ['paraTicker', '.....', 0],
    ['paraProcesses', 'u!s', 7],
    ['paraHostile', 'cddffffdfdfdfeC', 0],
    ['paraSingles', 'batch\n'.repeat(8), 0],
    ['paraBatch', 'batch\n'.repeat(8), 0],
  ] as const)('%s runs to its end', (name, console, code) => {
    const result = run('para', guests[name]);
    expect(result.console).toBe(console);
    expect(result.stop).toEqual({ kind: 'finished', code });
  });

  test('that batches its calls has fewer exits', () => {
    expect(run('para', guests.paraSingles).exits.hypercall).toBe(9);
    expect(run('para', guests.paraBatch).exits.hypercall).toBe(2);
  });

  test('that masks events by a store has no exit for it and is not interrupted', () => {
    const { exits, interrupts } = run('para', guests.paraTicker);
    expect(interrupts).toBe(5);
    expect(exits['privileged instruction']).toBeUndefined();
  });

  test('that traps before it has set a callback is ended, with the reason', () => {
    const { stop } = run('para', 'csrr t0, sstatus');
    expect(stop).toEqual({
      kind: 'ended',
      reason: 'illegal instruction at 0x80000000 before the guest had set a callback',
    });
  });

  test('still finds its firmware, and no serial port: its devices are rings', () => {
    const { console, stop } = run('para', guests.hello);
    expect(console).toBe('hello, firmware\n');
    expect(stop.reason).toMatch(
      /^(load|store) access fault at 0x[0-9a-f]+ before the guest had set a callback$/,
    );
  });

  test('that blocks with nothing to wait for ends as idle', () => {
    expect(run('para', 'li a7, 0x09000000\nli a6, 6\necall').stop).toEqual({ kind: 'idle' });
  });
});

test('a VMM needs its parts', () => {
  const { image } = assemble('wfi');
  const options: RunOptions = { mode: full, image, profile: strict, memoryBytes: 4096, budget: 1 };
  expect(() => (runGuest as (options: RunOptions) => Run)(options)).toThrow('needs the parts of a VMM');
});

describe('the word tohost of a program', () => {
  const tohost = (stores: string) => `
    la t0, handler
    csrw stvec, t0
    la a1, tohost
    ${stores}
    j .
    .balign 4
handler: j handler
    .balign 4096
tohost: .word 0, 0
    .balign 4096`;
  const print = (letter: string) => `
    li a0, '${letter}'
    sw a0, (a1)
    li a0, 0x01010000
    sw a0, 4(a1)
    lw a0, (a1)
    bnez a0, handler`;

  test.each([
    ['its exit code', 'li a0, 7\nsw a0, (a1)\nsw zero, 4(a1)', 3, ''],
    ['success', 'li a0, 1\nsw a0, (a1)', 0, ''],
    ['an atomic store', 'li a0, 5\namoswap.w zero, a0, (a1)', 2, ''],
    ['odd and even characters', `${print('y')}${print('z')}\nli a0, 1\nsw a0, (a1)`, 0, 'yz'],
  ])('ends it in a VM as on the bare machine: %s', (_what, stores, code, console) => {
    const bare = run('bare', tohost(stores), { trace: false });
    const inVm = run(full, tohost(stores), { trace: false });
    expect(bare).toMatchObject({ stop: { kind: 'finished', code }, console });
    expect({ ...inVm, cycles: 0, exits: {}, mode: '' }).toEqual({ ...bare, cycles: 0, mode: '' });
  });

  test('is one of the VM that runs, and no other VM ends', () => {
    const quits = assemble(tohost('li a0, 3\nsw a0, (a1)')).image;
    const { image } = assemble(`${'nop\n'.repeat(200)}li a7, 8\necall`);
    const memoryBytes = 64 * 1024;
    const guest = (image: RunOptions['image']) => ({ image, memoryBytes, budget: 1000 });
    const runs = runInTurns([guest(image), guest(quits), guest(image)], full, referenceParts, 50);
    expect(runs.map(({ stop, steps }) => [stop, steps > 150])).toEqual([
      [{ kind: 'finished', code: 0 }, true],
      [{ kind: 'finished', code: 1 }, false],
      [{ kind: 'finished', code: 0 }, true],
    ]);
  });
});
