/** The door of this room: what other rooms may import from it. */
export { createFirmware, type Firmware, type FirmwareKind, type UntakenTrap } from './firmware.js';
export { SbiError } from './sbi-error.js';
export { HartState, type SbiHarts } from './sbi-harts.js';
export { handleSbi, SbiExtension, type SbiPlatform, type SbiResult } from './sbi.js';
