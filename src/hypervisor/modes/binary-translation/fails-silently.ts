/** Which instructions the hart executes in user mode without a trap, though only a kernel may: the holes of the profile `legacy`. */
import { csrName, decode, hasCsrHole, type Instruction, type Profile } from '../../../machine/index.js';

const SYSTEM = 0x73;
const OPCODE = 0x7f;

/** Whether this word is an instruction that fails silently in user mode on such a machine. */
export function failsSilently(profile: Profile, word: number): boolean {
  const instruction = (word & OPCODE) === SYSTEM && profile.holes.size > 0 ? decode(word) : undefined;
  return instruction !== undefined && passesThroughHole(profile, instruction);
}

function passesThroughHole(profile: Profile, instruction: Instruction): boolean {
  const { name } = instruction;
  if (name === 'sret' || name === 'mret' || name === 'sfence.vma') {
    return profile.holes.has(name);
  }
  return name.startsWith('csr') && csrPasses(profile, instruction);
}

/** An access needs a hole for what it does. If it neither reads nor writes, any hole of the CSR will do. */
function csrPasses(profile: Profile, { name, imm, rd, rs1 }: Instruction): boolean {
  const csr = csrName(imm);
  const leaks = hasCsrHole(profile, 'read', csr as never);
  const drops = hasCsrHole(profile, 'write', csr as never);
  const reads = rd !== 0;
  const writes = name.startsWith('csrrw') || rs1 !== 0;
  return (leaks || drops) && (!reads || leaks) && (!writes || drops);
}
