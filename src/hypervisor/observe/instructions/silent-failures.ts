/**
 * Which instruction of a guest failed silently first? A VMM cannot know: nothing traps. The simulated machine can be asked, since its
 * holes tell an observer (Hart.silentFailure). What the instruction should have done is what the emulate part does to a vCPU in the
 * same state: had it trapped, that would have happened.
 */
import { formatInstruction } from '../../../assembler/index.js';
import {
  Cause,
  Csr,
  csrName,
  decode,
  hex,
  type Instruction,
  modeName,
  registerNames,
} from '../../../machine/index.js';
import type { EmulatePart } from '../../sockets/index.js';
import { supervisorCsrs, type SupervisorCsr, type Vcpu, type Vm } from '../../vm/index.js';
import type { Vmm } from '../../vmm/index.js';
import { emulateOne, type Effect } from './one-instruction.js';
import { tellState } from './told-instruction.js';

export interface SilentFailureReport {
  /** The number of the VM, and of its vCPU. */
  readonly vm: number;
  readonly vcpu: number;
  /** The guest-virtual address of the instruction. */
  readonly address: number;
  /** The mode in which the guest believed to be. */
  readonly mode: number;
  /** The instruction in assembly. */
  readonly instruction: string;
  /** What happened instead of a trap, in words. */
  readonly happened: string;
  /** What it should have done, in words. */
  readonly shouldHave: string;
  /** Whether the guest's registers and CSRs are others than they should be. A write that is dropped may have been of the same value. */
  readonly matters: boolean;
}

export interface SilentFailures {
  /** The first instruction that failed silently; undefined: none has. */
  readonly first: SilentFailureReport | undefined;
  /** The first that left the guest in another state than it should have. Often the same. */
  readonly firstThatMatters: SilentFailureReport | undefined;
}

/** Watches all VMs of this VMM until both are known. `emulate` says what should have happened: the reference, or a student's. */
export function watchSilentFailures(vmm: Vmm, emulate: EmulatePart): SilentFailures {
  const { hart } = vmm.machine;
  const found: { first?: SilentFailureReport; firstThatMatters?: SilentFailureReport } = {};
  hart.silentFailure = (word) => {
    const [vm, vcpu] = running(vmm);
    const report = reportOf(vmm, vm, vcpu, word, emulate);
    found.first ??= report;
    if (report.matters) {
      found.firstThatMatters = report;
      hart.silentFailure = undefined;
    }
  };
  return {
    get first() {
      return found.first;
    },
    get firstThatMatters() {
      return found.firstThatMatters;
    },
  };
}

/** The line of source that the instruction at an address of a VM was made from; undefined where nobody has a table of them. */
export type SourceOf = (address: number, vm: number) => string | undefined;

/** Lines of text. */
export function tellSilentFailures(
  { first, firstThatMatters }: SilentFailures,
  line: SourceOf = () => undefined,
): string[] {
  if (first === undefined) {
    return ['no instruction failed silently'];
  }
  const second = firstThatMatters === undefined || firstThatMatters === first ? [] : [firstThatMatters];
  return [
    ...tell('the first instruction that failed silently', first, line),
    ...second.flatMap((report) => tell('the first whose failure made a difference', report, line)),
  ];
}

function tell(
  what: string,
  { vm, address, mode, instruction, happened, shouldHave }: SilentFailureReport,
  line: SourceOf,
): string[] {
  const source = line(address, vm);
  const where = `${hex(address, 8)}${source === undefined ? '' : ` (${source})`}, VM ${vm + 1}, virtual ${modeName(mode)}-mode`;
  return [
    `${what}: ${instruction} at ${where}`,
    `  it should have ${shouldHave}`,
    `  instead ${happened}; nothing trapped`,
  ];
}

function running({ vms }: Vmm): [Vm, Vcpu] {
  for (const vm of vms) {
    const vcpu = vm.vcpus.find(({ state }) => state.kind === 'running');
    if (vcpu !== undefined) {
      return [vm, vcpu];
    }
  }
  throw new Error('an instruction failed silently while no guest ran');
}

function reportOf(vmm: Vmm, vm: Vm, vcpu: Vcpu, word: number, emulate: EmulatePart): SilentFailureReport {
  const { hart } = vmm.machine;
  const instruction = decode(word)!; // the hart has executed it
  const csrs = Object.fromEntries(supervisorCsrs.map((name) => [name, vcpu.csr(name)]));
  const registers = Object.fromEntries(Array.from(hart.x, (value, number) => [number, value >>> 0]));
  const counters = { cycle: vm.account.cyclesOf(vcpu.id), time: vcpu.time, instret: vcpu.retired };
  const should = emulateOne(emulate, { word, mode: vcpu.mode, registers, csrs, counters });
  return {
    vm: vm.id,
    vcpu: vcpu.id,
    address: hart.pc,
    mode: vcpu.mode,
    instruction: formatInstruction(instruction),
    happened: happenedTo(instruction, hart.csr),
    shouldHave: inWords(should, csrs as Record<SupervisorCsr, number>),
    matters: differs(instruction, should, hart),
  };
}

interface Registers {
  readonly x: Int32Array;
  readonly csr: Csrs;
}
interface Csrs {
  read(number: number): number;
}

const reads = ({ name, rd }: Instruction) => name.startsWith('csr') && rd !== 0;
const writes = ({ name, rs1 }: Instruction) =>
  name.startsWith('csrrw') || (name.startsWith('csr') && rs1 !== 0);

/** What happens through a hole: profiles.ts says so. */
function happenedTo(instruction: Instruction, csr: Csrs): string {
  const { name, rd, imm } = instruction;
  if (name === 'sret' || name === 'mret') {
    const from = name === 'sret' ? Csr.sepc : Csr.mepc;
    return `it jumped to the machine's ${csrName(from)}, ${hex(csr.read(from), 8)}, and changed neither the mode nor an interrupt state`;
  }
  if (!name.startsWith('csr')) {
    return 'it did nothing';
  }
  const leaked = `${registerNames[rd]} got the machine's ${csrName(imm)}, ${hex(csr.read(imm), 8)}`;
  const words = [
    ...(reads(instruction) ? [leaked] : []),
    ...(writes(instruction) ? ['its write was dropped'] : []),
  ];
  return words.join(', and ') || 'it did nothing';
}

/** What the guest's state should have become, for a reader. */
function inWords(
  { outcome, changed, translationsChanged }: Effect,
  csrs: Record<SupervisorCsr, number>,
): string {
  if (outcome.kind === 'inject') {
    const cause = Object.entries(Cause).find(([, number]) => number === outcome.cause)?.[0] ?? outcome.cause;
    return `given the guest's kernel a trap (Cause.${cause})`;
  }
  const changes = Object.entries(changed).map(([name, value]) => {
    const before = name in csrs ? ` (it was ${hex(csrs[name as SupervisorCsr], 8)})` : '';
    return `made ${tellState(name, value)}${before}`;
  });
  const words = [
    ...changes,
    ...(translationsChanged ? ['made the hart forget its translations'] : []),
    ...(outcome.kind === 'jump'
      ? [`gone on at ${hex(outcome.pc, 8)} in ${modeName(outcome.mode)}-mode`]
      : []),
    ...(outcome.kind === 'wait' ? ['slept until an interrupt is pending'] : []),
  ];
  return words.join(', and ') || 'changed nothing that was not so already';
}

/**
 * Whether what should have changed is another state than what came through the hole. Translations are left aside: whether one that was
 * not forgotten is ever used shows later, or never.
 */
function differs(instruction: Instruction, { outcome, changed }: Effect, hart: Registers): boolean {
  if (outcome.kind !== 'advance') {
    return true;
  }
  const { rd, imm } = instruction;
  const register = registerNames[rd]!;
  const should = { ...changed };
  if (reads(instruction)) {
    const right = should[register] ?? hart.x[rd]! >>> 0;
    if (right !== hart.csr.read(imm)) {
      return true;
    }
    delete should[register];
  }
  return Object.keys(should).length > 0;
}
