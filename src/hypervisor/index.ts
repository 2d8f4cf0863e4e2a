/** The hypervisor: what other layers may use of it. */

// What parts are given too: the sockets' types, outcomes, and the numbers of hypercalls.
export * from './for-parts.js';

// The parts together, and what becomes of a part that breaks the rules of its socket.
export {
  PartError,
  checkedAllocator,
  checkedColouring,
  checkedOutcome,
  checkedPaging,
  checkedResult,
  checkedSurvey,
  checkedTranslation,
  controlsOf,
  fillOn,
  hypercallFacade,
  pagingFacade,
  translateOn,
  translatePage,
  type FacadeMemory,
  type HypercallEffects,
  type Parts,
} from './parts/index.js';

// The VMM and its VMs.
export { PAGE_UPDATES_MAX } from './sockets/index.js';
export type { CycleCounts, ExitCounts, ExitName, Reason } from './accounting/index.js';
export { PARA_EXTENSION, ParaCall, failsSilently, homeProfile, vmModes, type VmMode } from './modes/index.js';
export { GuestMemory, type Vm, type VmEnd } from './vm/index.js';
export {
  MemoryBalance,
  VmError,
  Vmm,
  type BalanceOptions,
  type VmOptions,
  type VmmOptions,
} from './vmm/index.js';

export { GStageTables, IDLE_TAX, VMM_BYTES, balloonTargets, type MemoryClaim } from './memory/index.js';

// One guest from start to end, and two runs compared; one instruction, and all that it changes.
export {
  compareRuns,
  editSketch,
  effectiveEdits,
  emulateInTurns,
  emulateOne,
  endStandstills,
  firstDivergence,
  needlessTraps,
  packEdits,
  recordTrace,
  resultOf,
  runGuest,
  runInTurns,
  runSideBySide,
  sketchedPage,
  tellEffect,
  tellInstruction,
  traceGuest,
  tellSilentFailures,
  unknownMachine,
  unmentioned,
  unpackEdits,
  watchSilentFailures,
  wrongEntry,
  type Difference,
  type EditedPage,
  type Effect,
  type HandedOut,
  type Kernel,
  type OneInstruction,
  type PageSketch,
  type Run,
  type RunOptions,
  type SideBySide,
  type SilentFailureReport,
  type SilentFailures,
  type SourceLine,
  type Surveyed,
  type VcpuState,
} from './observe/index.js';
