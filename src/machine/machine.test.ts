import { assemble } from '../assembler/index.js';
import { costs, Csr, ImageError, legacy, Machine, strict, type Image, type TraceEvent } from './index.js';
import { boot, bootAndRun, register } from './testing.js';

const START = 0x8000_0000;

test.each([0, 100, 4097, -4096, 2 ** 31, NaN])('a memory of %s bytes is refused', (memoryBytes) => {
  expect(() => new Machine({ memoryBytes })).toThrow(/memoryBytes is .*: it must be a multiple of 4096/);
});

test('memory is read and written in three widths, at any address, as unsigned numbers', () => {
  const { memory } = new Machine({ memoryBytes: 4096 });
  memory.write32(START + 1, -2);
  memory.write16(START + 5, 0x1_8001);
  memory.write8(START + 7, 0x1ff);
  expect([memory.read32(START + 1), memory.read16(START + 5), memory.read8(START + 7)]).toEqual([
    0xffff_fffe, 0x8001, 0xff,
  ]);
  expect([...memory.bytes.subarray(0, 8)]).toEqual([0, 0xfe, 0xff, 0xff, 0xff, 0x01, 0x80, 0xff]);
  expect([memory.base, memory.size]).toEqual([START, 4096]);
});

test('memory knows where it ends', () => {
  const { memory } = new Machine({ memoryBytes: 4096 });
  expect(memory.contains(START + 4092, 4)).toBe(true);
  expect([
    memory.contains(START + 4093, 4),
    memory.contains(START - 1, 1),
    memory.contains(2 ** 33, 1),
  ]).toEqual([false, false, false]);
  expect(() => memory.read32(START + 4093)).toThrow(
    'no memory for 4 bytes at 0x80000ffd: it spans 0x80000000 to 0x80001000',
  );
  expect(() => memory.write8(0, 1)).toThrow(RangeError);
});

test('loading a program resets the hart and keeps the rest of memory', () => {
  const machine = bootAndRun(assemble('li a0, 5\n csrw mscratch, a0'), 2);
  machine.memory.write8(START + 100, 7);
  machine.load(assemble('nop').image);
  expect([machine.hart.pc, register(machine, 'a0'), machine.hart.readCsr(Csr.mscratch)]).toEqual([
    START,
    0,
    0,
  ]);
  expect(machine.memory.read8(START + 100)).toBe(7);
});

test('a program that does not fit into memory is refused, with its address', () => {
  const machine = new Machine({ memoryBytes: 4096 });
  const image: Image = {
    entry: START,
    segments: [{ address: START, bytes: new Uint8Array(4), memoryBytes: 4097 }],
    symbols: {},
  };
  expect(() => machine.load(image)).toThrow(ImageError);
  expect(() => machine.load(image)).toThrow(
    "the program's 4097 bytes at 0x80000000 do not fit into memory (0x80000000 to 0x80001000)",
  );
});

test('a run makes exactly the steps that it is allowed, or none', () => {
  const machine = boot(assemble('1: j 1b'));
  expect(machine.run(0)).toEqual({ kind: 'budget' });
  expect(machine.run(-5)).toEqual({ kind: 'budget' });
  expect(machine.steps).toBe(0);
  expect(machine.run(12_345)).toEqual({ kind: 'budget' });
  expect([machine.steps, machine.time]).toEqual([12_345, 12_345]);
  expect(() => machine.run(NaN)).toThrow('maxSteps is NaN');
});

test('cycles are the costs of steps and events in the cost table, plus what is charged', () => {
  const machine = boot(assemble('li a1, 0x10000000\n sb a1, 0(a1)\n ecall'), { costs });
  machine.run(3);
  machine.charge(costs.worldSwitch);
  expect(machine.cycles).toBe(3 * costs.instruction + costs.deviceAccess + costs.trap + costs.worldSwitch);
});

test.each([
  [1, { kind: 'finished', code: 0 }],
  [85, { kind: 'finished', code: 42 }],
  [2, { kind: 'budget' }],
])('a program with the symbol tohost ends by storing %i there', (value, stop) => {
  const source = `sw a0, 0(a1)\n 1: j 1b\n tohost: .word 0`;
  for (const store of [source, source.replace('sw a0, 0(a1)', 'amoswap.w x0, a0, (a1)')]) {
    const program = assemble(store);
    const machine = boot(program, { registers: { a0: value, a1: program.image.symbols['tohost']! } });
    expect(machine.run(10)).toEqual(stop);
  }
});

test('a symbol tohost outside of memory has no effect', () => {
  const image = { ...assemble('1: j 1b').image, symbols: { tohost: 0x1000 } };
  expect(boot({ image }).run(10)).toEqual({ kind: 'budget' });
});

test('the trace has steps, CSR writes, traps and changes of mode, in order', () => {
  const machine = boot(assemble('la t0, h\n csrw mtvec, t0\n mret\n .align 2\n h: nop'));
  machine.run(2);
  const events: TraceEvent[] = [];
  machine.trace = (event) => events.push(event);
  machine.run(3);
  const step = (index: number, pc: number, mode: number) => ({
    kind: 'step',
    step: index,
    pc,
    mode,
    virtual: false,
    word: machine.memory.read32(pc),
  });
  const within = { fromVirtual: false, toVirtual: false };
  expect(events).toEqual([
    step(2, START + 8, 3),
    { kind: 'csr', pc: START + 8, csr: Csr.mtvec, value: START + 16 },
    step(3, START + 12, 3),
    { kind: 'mode', from: 3, to: 0, ...within },
    { kind: 'trap', pc: 0, cause: 1, tval: 0, from: 0, to: 3, ...within },
    { kind: 'mode', from: 0, to: 3, ...within },
  ]);
  expect(machine.trace).toBeDefined();
  machine.trace = undefined;
  machine.run(1);
  expect(events).toHaveLength(6);
});

test('a traced run does the same as a run without a trace', () => {
  const program = assemble(busy);
  const plain = bootAndRun(program, 3000);
  const traced = boot(program);
  let steps = 0;
  traced.trace = (event) => (steps += event.kind === 'step' ? 1 : 0);
  traced.run(3000);
  expect(steps).toBe(3000);
  expect([...traced.hart.x, traced.hart.pc, traced.cycles]).toEqual([
    ...plain.hart.x,
    plain.hart.pc,
    plain.cycles,
  ]);
});

const busy = `
    la s0, buffer
    li s1, 1
  1: slli s1, s1, 1
    addi s1, s1, 3
    mulhu s2, s1, s1
    sw s2, 0(s0)
    amoadd.w s3, s1, (s0)
    lw s4, 0(s0)
    rdcycle s5
    j 1b
    .align 2
  buffer: .word 0
`;

// A small random generator of our own (Marsaglia's xorshift), so that a failure can be repeated.
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const opcodes = [0x03, 0x0f, 0x13, 0x17, 0x23, 0x2f, 0x33, 0x37, 0x63, 0x67, 0x6f, 0x73];
const csrNumbers = Object.values(Csr);

/** A random word. It is often an instruction, and often a privileged one. */
function randomWord(random: () => number): number {
  const word = random();
  switch (random() % 4) {
    case 0:
      return word;
    case 1:
      return ((csrNumbers[random() % csrNumbers.length]! << 20) | (word & 0xf_ff80) | 0x73) >>> 0;
    case 2:
      return [0x73, 0x10_0073, 0x1020_0073, 0x3020_0073, 0x1050_0073, 0x1200_0073, 0x100f][random() % 7]!;
    default:
      return ((word & ~0x7f) | opcodes[random() % opcodes.length]!) >>> 0;
  }
}

/** Runs a random program in a random state to the end of its budget. Returns a fingerprint of the result. */
function fuzz(seed: number): string {
  const random = generator(seed);
  const firmware = (['none', 'sbi', 'vmm'] as const)[seed % 3]!;
  const machine = new Machine({ memoryBytes: 0x4000, firmware, profile: seed % 2 === 0 ? strict : legacy });
  const { hart, memory } = machine;
  machine.load({ entry: START, segments: [], symbols: seed % 5 === 0 ? { tohost: START + 0x100 } : {} });
  memory.words.forEach((_, index) => (memory.words[index] = randomWord(random)));
  const interesting = [
    0,
    START,
    START + 0x1000,
    START + 0x3ffc,
    0x0200_4000,
    0x1000_0000,
    0x0010_0000,
    0x4000_0000,
  ];
  for (let index = 1; index < 32; index += 1) {
    hart.x[index] =
      random() % 3 === 0 ? random() : interesting[random() % interesting.length]! + (random() % 64);
  }
  for (const csr of [
    Csr.mstatus,
    Csr.mie,
    Csr.mideleg,
    Csr.medeleg,
    Csr.mcounteren,
    Csr.scounteren,
    Csr.mip,
  ]) {
    hart.writeCsr(csr, random());
  }
  for (const csr of [Csr.mtvec, Csr.stvec, Csr.mepc, Csr.sepc]) {
    hart.writeCsr(csr, START + (random() % 0x4000));
  }
  hart.writeCsr(Csr.satp, (random() % 2 === 0 ? 0x8000_0000 : 0) + (random() % 4) + 0x8_0000);
  hart.mode = [0, 1, 3][random() % 3]!;
  let budget = 300;
  for (let runs = 0; budget > 0 && runs < 400; runs += 1) {
    const before = machine.steps;
    const stop = machine.run(budget);
    budget -= machine.steps - before;
    if (stop.kind === 'trap') {
      hart.pc = START + (random() % 0x1000) * 4; // like a VMM that continues at a random place
    } else if (stop.kind !== 'idle') {
      break;
    }
  }
  expect([hart.x[0], budget >= 0]).toEqual([0, true]);
  return [
    ...hart.x,
    hart.pc,
    hart.mode,
    machine.steps,
    machine.time,
    machine.cycles,
    machine.consoleOutput(),
  ].join(' ');
}

test('a random program in a random state never makes run() throw or exceed its budget, and each run is the same', () => {
  for (let seed = 1; seed <= 3000; seed += 1) {
    const fingerprint = fuzz(seed);
    if (seed % 10 === 0) {
      expect(fuzz(seed)).toBe(fingerprint);
    }
  }
});

describe('a run of so many cycles ends after about as many', () => {
  /** From 0x4000_0000 and 0x4040_0000 on, too, lies RAM: one entry of the TLB has to serve both. t3 goes from one place to the other. */
  const paging = `
    la t0, root
    li t1, 0x200000cf
    addi t2, t0, 0x400
    sw t1, 0(t2)
    sw t1, 4(t2)
    sw t1, 0x400(t2)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    li t3, 0x00400000`;
  const tables = '.balign 4096\nroot: .zero 4096';

  test.each([
    ['computes', '1: addi a0, a0, 1\nj 1b'],
    ['traps', 'la t0, h\ncsrw stvec, t0\n1: ebreak\n.balign 4\nh: sret'],
    ['traps in its handler', 'la t0, h\ncsrw stvec, t0\n.balign 4\nh: .word 0'],
    [
      'misses the TLB in loads',
      `${paging}\nli t0, 0x40000000\n1: lw a0, (t0)\nxor t0, t0, t3\nj 1b\n${tables}`,
    ],
    [
      'misses the TLB in jumps',
      `${paging}\nla t0, 1f\nli t1, 0x80000000 - 0x40000000\nsub t0, t0, t1\njr t0\n1: xor t0, t0, t3\njr t0\n${tables}`,
    ],
    ['misses the cache', 'li t0, 0x80000000\nli t1, 4096\n1: lw a0, (t0)\nxor t0, t0, t1\nj 1b'],
    ['uses a device', 'li t0, 0x10000000\n1: lb a0, 5(t0)\nj 1b'],
  ])('when the program %s', (_what, source) => {
    const cache = { bytes: 4096, lineBytes: 64, ways: 1 };
    for (const cycles of [1, 700, 10_000]) {
      const machine = boot(assemble(source), { firmware: 'sbi', cache });
      machine.run(50);
      const before = machine.cycles;
      expect(machine.resume(Infinity, cycles)).toEqual({ kind: 'budget' });
      const used = machine.cycles - before;
      expect(used).toBeGreaterThanOrEqual(cycles);
      expect(used).toBeLessThanOrEqual(1.125 * cycles + 310); // the last step: a load that misses the cache in each walk, say
    }
  });

  test('and a program that is cut into such runs does what it does in one', () => {
    const source = `${paging}\nli t0, 0x40000000\n1: lw a0, (t0)\nadd a1, a1, a0\nxor t0, t0, t3\naddi a2, a2, 1\nj 1b\n${tables}`;
    const [whole, cut] = [0, 1].map(() => boot(assemble(source), { firmware: 'sbi' })) as [Machine, Machine];
    while (cut.steps < 5000) {
      cut.resume(5000 - cut.steps, 97);
    }
    whole.run(5000);
    expect([[...cut.hart.x], cut.hart.pc, cut.cycles]).toEqual([
      [...whole.hart.x],
      whole.hart.pc,
      whole.cycles,
    ]);
  });
});
