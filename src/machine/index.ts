/** The machine layer: everything that other layers may use of it. */
export * from './isa/csrs.js';
export { Cause, causeName, CAUSE_INTERRUPT, dataAccessCauses, fetchCauses } from './isa/causes.js';
export {
  hypervisorTable,
  instructionTable,
  type Format,
  type Instruction,
  type InstructionRow,
  type Mnemonic,
} from './isa/instructions.js';
export {
  compressedTable,
  expandCompressed,
  findCompressed,
  isCompressed,
  type CompressedRow,
} from './isa/compressed.js';
export { decode } from './isa/decode.js';
export { hex } from './isa/hex.js';
export { Mode, modeName } from './isa/modes.js';
export { registerNames, REG_A0, REG_A1, REG_A2, REG_SP } from './isa/registers.js';
export { allHoles, assisted, legacy, legacyWith, strict, type Hole, type Profile } from './isa/profiles.js';
export { ImageError, type Image, type Segment } from './program/image.js';
export { loadElf } from './program/elf.js';
export type { Cache, CacheGeometry } from './memory/cache.js';
export { costs, type CostTable } from './cost.js';
export { Machine } from './machine.js';
export type { MachineOptions } from './machine-options.js';
export type { FirmwareKind, Stop } from './firmware/firmware.js';
export type { GuestRecord } from './hart/guest-traps.js';
export { NO_RESERVATION, type Hart } from './hart/hart.js';
export { CSR_COUNT } from './csr/csr-file.js';
export { PMP_NAPOT, PMP_R, PMP_W, PMP_X } from './memory/pmp.js';
export { translate } from './memory/translate.js';
export type { Memory } from './memory/memory.js';
export type { TraceEvent, Tracer } from './isa/trace.js';
export { SbiError } from './firmware/sbi-error.js';
export { handleSbi, SbiExtension, type SbiPlatform, type SbiResult } from './firmware/sbi.js';
export {
  Access,
  PTE_A,
  PTE_D,
  PTE_G,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  walk,
  type Walk,
} from './memory/sv32.js';
export {
  CLINT_BASE,
  CLINT_BYTES,
  FINISHER_BASE,
  FINISHER_BYTES,
  PAGE_BYTES,
  RAM_BASE,
  UART_BASE,
  UART_IRQ,
  UART_BYTES,
  VIRTIO_BASE,
  VIRTIO_BYTES,
  VIRTIO_IRQ,
  VIRTIO_SLOTS,
  VIRTIO_STRIDE,
} from './memory/memory-map.js';
