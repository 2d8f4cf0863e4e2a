/**
 * One privileged instruction on a vCPU whose state is given, and everything that the emulate part does to it. The vCPU is a real
 * one, and the part is called as the VMM calls it.
 */
import { decode, hex, registerNames } from '../../../machine/index.js';
import { emulateOn } from '../../parts/index.js';
import type { EmulatePart, Outcome } from '../../sockets/index.js';
import { Vcpu, supervisorCsrNumbers, supervisorCsrs, type SupervisorCsr } from '../../vm/index.js';

/** What a vCPU holds. What is left out has the value that `unmentioned` gives it. */
export interface VcpuState {
  readonly mode: number;
  /** By number. */
  readonly registers?: Readonly<Record<number, number>>;
  readonly csrs?: Readonly<Partial<Record<SupervisorCsr, number>>>;
  readonly counters?: Readonly<Partial<Record<'cycle' | 'time' | 'instret', number>>>;
}

/** An instruction and the state that it finds. */
export interface OneInstruction extends VcpuState {
  readonly word: number;
}

export interface Effect {
  readonly outcome: Outcome;
  /** All of the vCPU's state that is another one now, by name: registers, CSRs, and the vCPU's own fields (`pc`, `time`). */
  readonly changed: Readonly<Record<string, number>>;
  /** Whether the VMM was told to forget its translations. */
  readonly translationsChanged: boolean;
}

/** Where the instruction lies. */
const PC = 0x8000_0040;

/** Register xN holds N times 0x01010101, so that a value tells where it comes from. No CSR holds 0, and each a legal value. */
export const unmentioned = {
  register: (number: number) => (number * 0x0101_0101) >>> 0,
  csrs: {
    sstatus: 0x0004_0020,
    sie: 0x022,
    stvec: 0x8000_0101,
    scounteren: 0b101,
    senvcfg: 1,
    sscratch: 0x5c5c_5c5c,
    sepc: 0x8000_0200,
    scause: 8,
    stval: 0x0bad_0bad,
    sip: 0x200,
    satp: 0x8008_0001,
  },
  counters: { cycle: 4 * 2 ** 32 + 0xc1, time: 5 * 2 ** 32 + 0x71, instret: 6 * 2 ** 32 + 0x11 },
} as const satisfies {
  register: (number: number) => number;
  csrs: Record<SupervisorCsr, number>;
  counters: Record<'cycle' | 'time' | 'instret', number>;
};

/** @throws PartError when `emulate` breaks the rules of its socket */
export function emulateOne(emulate: EmulatePart, instruction: OneInstruction): Effect {
  return emulateOnto(emulate, vcpuOf(instruction), countersOf(instruction).cycle, instruction.word);
}

/**
 * Several vCPUs that take turns: each turn is the number of one, and the instruction that it comes to.
 * @throws PartError when `emulate` breaks the rules of its socket
 */
export function emulateInTurns(
  emulate: EmulatePart,
  states: readonly VcpuState[],
  turns: readonly (readonly [vcpu: number, word: number])[],
): Effect[] {
  const vcpus = states.map((state) => ({ vcpu: vcpuOf(state), counters: countersOf(state) }));
  return turns.map(([number, word]) => {
    const { vcpu, counters } = vcpus[number] as (typeof vcpus)[number];
    const effect = emulateOnto(emulate, vcpu, counters.cycle, word);
    vcpu.pc += 4;
    return effect;
  });
}

function emulateOnto(emulate: EmulatePart, vcpu: Vcpu, cycle: number, word: number): Effect {
  const instruction = decode(word);
  if (instruction === undefined) {
    throw new RangeError(`${hex(word)} is no instruction`);
  }
  const before = valuesOf(vcpu, valuesBefore);
  let translationsChanged = false;
  const outcome = emulateOn(vcpu, emulate, instruction, {
    cycles: () => cycle,
    translationsChanged: () => {
      translationsChanged = true;
    },
  });
  const changed: Record<string, number> = {};
  const after = valuesOf(vcpu, valuesAfter);
  for (let i = 0; i < names.length; i++) {
    if (after[i] !== before[i]) {
      changed[names[i]!] = i < registerNames.length ? after[i]! >>> 0 : after[i]!;
    }
  }
  return { outcome, changed, translationsChanged };
}

const countersOf = ({ counters }: VcpuState) => ({ ...unmentioned.counters, ...counters });

function vcpuOf(state: VcpuState): Vcpu {
  const vcpu = new Vcpu();
  const { registers = {}, csrs = {} } = state;
  for (let n = 1; n < registerNames.length; n++) {
    vcpu.x[n] = registers[n] ?? unmentionedRegisters[n]!;
  }
  supervisorCsrs.forEach((name, i) => {
    vcpu.writeCsr(supervisorCsrNumbers[i]!, csrs[name] ?? unmentioned.csrs[name]);
  });
  const { time, instret } = countersOf(state);
  vcpu.pc = PC;
  vcpu.mode = state.mode;
  vcpu.time = time;
  vcpu.retired = instret;
  return vcpu;
}

const unmentionedRegisters = registerNames.map((_, n) => unmentioned.register(n));

/** A vCPU's own fields that hold numbers. A field that is added to it is compared too. */
const numbers = Object.entries(new Vcpu()).flatMap(([name, value]) =>
  typeof value === 'number' ? [name] : [],
);

/** The names of all that there is to a vCPU. */
const names = [...registerNames, ...supervisorCsrs, 'time', ...numbers];

/** Two lists that each instruction uses again: thousands of new ones would be most of the garbage of exercise 08. */
const valuesBefore = new Float64Array(names.length);
const valuesAfter = new Float64Array(names.length);

/** Writes the value for each of `names` into this list, and returns it. Those of registers are signed. */
function valuesOf(vcpu: Vcpu, values: Float64Array): Float64Array {
  values.set(vcpu.x);
  vcpu.copyCsrs(values, registerNames.length);
  let at = registerNames.length + supervisorCsrs.length;
  values[at++] = vcpu.time;
  for (let n = 0; n < numbers.length; n++) {
    values[at++] = vcpu[numbers[n]! as 'pc'];
  }
  return values;
}
