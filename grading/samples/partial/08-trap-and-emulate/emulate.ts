/** Exercise 08, begun: CSR instructions reach their storage, SRET returns; nobody is asked whether they may. */
import { Csr, Mode, SSTATUS_SPP } from '../../src/machine/index.js';
import { advance, jumpTo, wait, type EmulatePart } from '../../src/hypervisor/index.js';

export const emulate: EmulatePart = (vcpu, { name, imm: csr, rd, rs1 }) => {
  if (name === 'sret') {
    const mode = vcpu.readCsr(Csr.sstatus) & SSTATUS_SPP ? Mode.Supervisor : Mode.User;
    return jumpTo(vcpu.readCsr(Csr.sepc), mode);
  }
  if (name === 'wfi') return wait();
  if (!name.startsWith('csr')) return advance();

  const operand = name.endsWith('i') ? rs1 : vcpu.readRegister(rs1);
  const old = vcpu.readCsr(csr);
  if (name.startsWith('csrrw')) vcpu.writeCsr(csr, operand);
  if (name.startsWith('csrrs')) vcpu.writeCsr(csr, old | operand);
  if (name.startsWith('csrrc')) vcpu.writeCsr(csr, old & ~operand);
  vcpu.writeRegister(rd, old);
  return advance();
};
