/**
 * No program, even a random one, makes run() throw, exceeds its budget or lets memory grow. Where a run is cut into pieces
 * makes no difference.
 */
import fc from 'fast-check';
import {
  assisted,
  Csr,
  hypervisorTable,
  instructionTable,
  legacy,
  Machine,
  strict,
  type MachineOptions,
} from './index.js';

const START = 0x8000_0000;
const MEMORY_BYTES = 0x8000;
const STEPS = 600;
const csrs = Object.values(Csr);
const instructions = [...instructionTable, ...hypervisorTable];

/** A random generator (xorshift): the same seed gives the same numbers. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A machine with random instructions and random words in memory, and with random registers, CSRs and mode. */
function randomMachine(seed: number, options: Partial<MachineOptions>): Machine {
  const random = randomNumbers(seed);
  const any = () => (random(0x1_0000) << 16) | random(0x1_0000);
  const near = () => (START + (random(MEMORY_BYTES) & ~(random(4) === 0 ? 0 : 3))) | 0;
  const machine = new Machine({ memoryBytes: MEMORY_BYTES, ...options });
  const { memory } = machine;
  for (let at = 0; at < MEMORY_BYTES / 4; at += 1) {
    const row = instructions[random(instructions.length)]!;
    const instruction = row.match | (any() & ~row.mask);
    memory.words[at] = [instruction, instruction, instruction, any(), near()][random(5)]!;
    if (random(4) === 0) {
      memory.halves[2 * at + random(2)] = random(0x1_0000);
    }
    if (random(16) === 0) {
      memory.words[at] = ((near() >>> 12) << 10) | 0xf | random(0x100); // a page-table entry
    }
  }
  for (const hart of machine.harts) {
    for (const csr of csrs.filter((number) => hart.csr.has(number))) {
      hart.writeCsr(csr, [any, near][random(2)]!());
    }
    if (random(4) > 0) {
      const root = random(MEMORY_BYTES / 4096);
      memory.words[root * 1024 + 512] = 0x2000_00cf | (random(2) << 4); // a superpage that maps RAM to itself
      hart.writeCsr(Csr.satp, 0x8000_0000 | ((START >>> 12) + root));
    } else {
      hart.writeCsr(Csr.satp, random(2) === 0 ? 0 : any());
    }
    if (hart.profile.hypervisor && random(4) > 0) {
      // So that more guests run for a while: each stage may be off, or map RAM to itself.
      const root = 4 * random(MEMORY_BYTES / 0x4000);
      const leaf = () => {
        memory.words[root * 1024 + 512] = 0x2000_00df;
        return 0x8000_0000 | ((START >>> 12) + root);
      };
      hart.writeCsr(Csr.hgatp, random(3) === 0 ? 0 : leaf());
      hart.writeCsr(Csr.vsatp, random(3) === 0 ? 0 : hart.readCsr(Csr.satp));
      hart.writeCsr(Csr.vstvec, near() & ~3);
    }
    hart.writeCsr(Csr.mtvec, near() & ~3);
    hart.writeCsr(Csr.stvec, near() & ~3);
    hart.x.forEach((_, number) => (hart.x[number] = number === 0 ? 0 : [any, near, near][random(3)]!()));
    hart.mode = [0, 0, 1, 1, 3][random(5)]!;
    hart.virtual = hart.profile.hypervisor && hart.mode < 3 && random(2) === 0;
    hart.pc = near() & ~1;
  }
  return machine;
}

/** All state that a program can see. */
function stateOf(machine: Machine): unknown {
  const readable = csrs.map((csr) => machine.harts.map((hart) => hart.csr.has(csr) && hart.readCsr(csr)));
  return {
    registers: machine.harts.map(({ x, pc, mode, virtual }) => [...x, pc, mode, virtual]),
    readable,
    memory: [...machine.memory.words],
    meters: [machine.steps, machine.time, machine.cycles],
    console: machine.consoleOutput(),
  };
}

const options = fc.record<Partial<MachineOptions>>({
  harts: fc.integer({ min: 1, max: 3 }),
  profile: fc.constantFrom(strict, legacy, assisted),
  pmpEntries: fc.constantFrom(0 as const, 16 as const),
  misaligned: fc.constantFrom('hardware' as const, 'trap' as const),
  firmware: fc.constantFrom('none' as const, 'none' as const, 'sbi' as const),
});

test('a random program ends within its budget, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.integer(), options, (seed, chosen) => {
      const machine = randomMachine(seed, chosen);
      for (let runs = 0; runs < 3; runs += 1) {
        const before = machine.steps;
        const stop = machine.run(STEPS);
        const made = machine.steps - before;
        expect(stop.kind === 'budget' ? made === STEPS : made <= STEPS).toBe(true);
      }
    }),
    { numRuns: 150, seed: 11 },
  );
});

test('a run that is cut into pieces has the same result', () => {
  fc.assert(
    fc.property(fc.integer(), options, fc.constantFrom(1, 7), (seed, chosen, piece) => {
      const whole = randomMachine(seed, chosen);
      const pieces = randomMachine(seed, chosen);
      const stop = whole.run(STEPS);
      if (stop.kind !== 'budget') {
        return; // after such an end, the state depends on how often run() is called
      }
      for (let made = 0; made < STEPS; made += piece) {
        pieces.run(Math.min(piece, STEPS - made));
      }
      expect(stateOf(pieces)).toEqual(stateOf(whole));
    }),
    { numRuns: 60, seed: 12 },
  );
});

test('a traced run has the same result', () => {
  fc.assert(
    fc.property(fc.integer(), options, (seed, chosen) => {
      const silent = randomMachine(seed, chosen);
      const traced = randomMachine(seed, chosen);
      traced.trace = () => undefined;
      expect(traced.run(STEPS)).toEqual(silent.run(STEPS));
      expect(stateOf(traced)).toEqual(stateOf(silent));
    }),
    { numRuns: 60, seed: 13 },
  );
});
