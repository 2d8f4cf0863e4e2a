/**
 * The sensitive-instruction survey: each system instruction and CSR access is tried on prepared machines, in user mode and in
 * machine mode, and classified by what it does. Popek and Goldberg 1974: a machine is virtualizable when every sensitive
 * instruction is privileged. Counters are disabled here; enabled in scounteren they show the host's time, legally.
 */
import { Csr, csrName } from './csrs.js';
import { hypervisorTable, instructionTable } from './instructions.js';
import { Machine } from './machine.js';
import { RAM_BASE } from './memory-map.js';
import { Mode } from './modes.js';
import type { Profile } from './profiles.js';

export interface SurveyRow {
  /** An instruction; or `read` or `write` and a CSR. */
  readonly name: string;
  /** Traps in user mode, and does not in machine mode. */
  readonly privileged: boolean;
  /** Changes the state that machine and modes are controlled by; or shows it. */
  readonly sensitive: boolean;
}

/** All rows for a machine of this profile. Those that are sensitive and not privileged break Popek and Goldberg's condition. */
export function survey(profile: Profile): SurveyRow[] {
  const { csr } = new Machine({ memoryBytes: MEMORY_BYTES, profile }).hart;
  const numbers = Object.values(Csr).filter((number) => csr.has(number));
  const isSystem = ({ match, format }: { match: number; format: string }) =>
    (match & 0x7f) === SYSTEM && !format.startsWith('csr');
  const table = [...instructionTable, ...(profile.hypervisor ? hypervisorTable : [])].filter(isSystem);
  return [
    ...table.map(({ name, match }) => classify(profile, name, match)),
    ...numbers.map((number) => classify(profile, `read ${csrName(number)}`, READ | (number << 20), number)),
    ...numbers
      .filter((number) => number >> 10 !== 3)
      .map((number) => classify(profile, `write ${csrName(number)}`, WRITE | (number << 20), number)),
  ];
}

const MEMORY_BYTES = 0x2000;
const SYSTEM = 0x73;
const READ = 0x2573; // csrrs a0, csr, x0
const WRITE = 0x5_9073; // csrrw x0, csr, a1

function classify(profile: Profile, name: string, word: number, csr?: number): SurveyRow {
  const user = attempt(profile, word, Mode.User);
  const machine = attempt(profile, word, Mode.Machine);
  const shows = csr !== undefined; // a CSR is such state: who reads it sees it, who writes it changes it
  return {
    name,
    privileged: user.traps && !machine.traps,
    sensitive: !machine.traps && (shows || machine.controls),
  };
}

/** Executes `word` once; does it trap, does it change mode, waiting or translations? */
function attempt(profile: Profile, word: number, mode: Mode): { traps: boolean; controls: boolean } {
  const machine = new Machine({ memoryBytes: MEMORY_BYTES, profile, firmware: 'vmm' });
  const { hart, memory } = machine;
  memory.write32(RAM_BASE, word);
  hart.writeCsr(Csr.mepc, RAM_BASE);
  hart.writeCsr(Csr.sepc, RAM_BASE);
  hart.mode = mode;
  hart.tlbs.paged.data.tags[1] = 1;
  const stop = machine.run(1);
  const flushed = hart.tlbs.paged.data.tags[1] !== 1;
  const controls = flushed || stop.kind === 'idle' || hart.mode !== mode;
  return { traps: stop.kind === 'trap' && hart.pc === RAM_BASE, controls };
}
