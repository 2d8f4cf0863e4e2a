/** The machine layer: everything that other layers may use of it. */
export * from './csrs.js';
export { Cause, causeName, CAUSE_INTERRUPT } from './causes.js';
export {
  hypervisorTable,
  instructionTable,
  type Format,
  type Instruction,
  type InstructionRow,
  type Mnemonic,
} from './instructions.js';
export {
  compressedTable,
  expandCompressed,
  findCompressed,
  isCompressed,
  type CompressedRow,
} from './compressed.js';
export { decode } from './decode.js';
export { Mode, modeName } from './modes.js';
export { registerNames } from './registers.js';
export { allHoles, assisted, legacy, legacyWith, strict, type Hole, type Profile } from './profiles.js';
export { ImageError, type Image, type Segment } from './image.js';
export { loadElf } from './elf.js';
export type { Cache, CacheGeometry } from './cache.js';
export { costs, type CostTable } from './cost.js';
export { Machine } from './machine.js';
export type { MachineOptions } from './machine-options.js';
export { survey, type SurveyRow } from './survey/survey.js';
export { verdictOn, type Verdict } from './survey/verdict.js';
export type { FirmwareKind, Stop } from './firmware.js';
export type { GuestRecord } from './guest-traps.js';
export type { Hart } from './hart.js';
export type { Memory } from './memory.js';
export type { TraceEvent, Tracer } from './trace.js';
export { SbiError } from './sbi-error.js';
export { handleSbi, SbiExtension, type SbiPlatform, type SbiResult } from './sbi.js';
export { Access, PTE_A, PTE_D, PTE_G, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X, walk, type Walk } from './sv32.js';
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
} from './memory-map.js';
