/**
 * What a part may import of this layer: constants, types, and the functions that name a number. Parts write `index.js`; the
 * compiler refuses every name that is not listed here (grading/compile/rules/imports.ts), and the rig gives a part this file's
 * values and no others. No class and no machine: a machine of its own would answer the exercise.
 * Each export has a line here, by its name: the compiler reads the list without running it.
 */
export {
  Mode,
  modeName,
  registerNames,
  REG_A0,
  REG_A1,
  REG_A2,
  REG_A6,
  REG_A7,
  REG_SP,
} from './isa/index.js';
export { Cause, causeName, CAUSE_INTERRUPT } from './isa/index.js';
export { SbiError, SbiExtension } from './firmware/index.js';

// CSRs, and the bits inside them.
export {
  Csr,
  csrName,
  type CsrName,
  MSTATUS_SIE,
  MSTATUS_MIE,
  MSTATUS_SPIE,
  MSTATUS_MPIE,
  MSTATUS_SPP,
  MSTATUS_MPP,
  MSTATUS_MPRV,
  MSTATUS_SUM,
  MSTATUS_MXR,
  MSTATUS_TVM,
  MSTATUS_TW,
  MSTATUS_TSR,
  SSTATUS_SIE,
  SSTATUS_SPIE,
  SSTATUS_SPP,
  SSTATUS_SUM,
  SSTATUS_MXR,
  SSTATUS_MASK,
  MSTATUSH_GVA,
  MSTATUSH_MPV,
  HSTATUS_GVA,
  HSTATUS_SPV,
  HSTATUS_SPVP,
  HSTATUS_HU,
  HSTATUS_VTVM,
  HSTATUS_VTW,
  HSTATUS_VTSR,
  COUNTER_ENABLES,
  IRQ_S_SOFTWARE,
  IRQ_VS_SOFTWARE,
  IRQ_M_SOFTWARE,
  IRQ_S_TIMER,
  IRQ_VS_TIMER,
  IRQ_M_TIMER,
  IRQ_S_EXTERNAL,
  IRQ_VS_EXTERNAL,
  IRQ_M_EXTERNAL,
  S_INTERRUPTS,
  VS_INTERRUPTS,
  SATP_MODE_SV32,
  SATP_ASID_SHIFT,
  SATP_PPN,
} from './isa/index.js';
export { CSR_COUNT } from './csr/index.js';

// Instructions, and what they cost.
export {
  allHoles,
  hypervisorTable,
  instructionTable,
  type Format,
  type Hole,
  type Instruction,
  type InstructionRow,
  type Mnemonic,
} from './isa/index.js';
export { costs } from './cost.js';
export type { CostTable } from './csr/index.js';
export { NO_RESERVATION } from './hart/index.js';

// Memory.
export {
  Access,
  PTE_A,
  PTE_D,
  PTE_G,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  PMP_NAPOT,
  PMP_R,
  PMP_W,
  PMP_X,
  CLINT_BASE,
  CLINT_BYTES,
  FINISHER_BASE,
  FINISHER_BYTES,
  PAGE_BYTES,
  RAM_BASE,
  UART_BASE,
  UART_BYTES,
  UART_IRQ,
  VIRTIO_BASE,
  VIRTIO_BYTES,
  VIRTIO_IRQ,
  VIRTIO_SLOTS,
  VIRTIO_STRIDE,
} from './memory/index.js';
