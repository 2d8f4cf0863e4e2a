/** What a test case is: its program, the state that it starts from, and where both lie in memory. */
export { type CaseInProgress, caseText, number, readCaseLine } from './case-text.js';
export { type Block, type Case, areaBytes } from './case.js';
export { base, casesTogether, featureNames, type Features, featuresAt } from './features.js';
export { type Instruction, together, word } from './instruction.js';
export {
  BLOCK_BYTES,
  CODE,
  CONTEXT,
  CONTROL,
  DATA,
  DATA_PAGES,
  FIRST_AREA,
  G_TABLES,
  GUEST_TABLES,
  HOST_TABLES,
  MAX_AREAS,
  MEMORY_BYTES,
  PAGE_TABLES,
  S_VECTORS,
  AREA_BYTES,
  Status,
  VECTORS_SRET,
  VS_VECTORS,
} from './layout.js';
export { type LoggedCsr, loggedCsrNumber, loggedCsrs } from './logged-csrs.js';
export * as layout from './layout.js';
