/** What a paravirtual guest and the VMM share. */
export {
  CHANNELS,
  CONSOLE_RING,
  Channel,
  DISK_REQUEST_MAX,
  DISK_RING,
  NO_FRAME,
  PARA_CALLS_MAX,
  PARA_EXTENSION,
  PARA_INFO,
  PageCommand,
  ParaCall,
  TRAP_FRAME,
  UPDATE_RING,
  WINDOW,
  WINDOW_RINGS,
} from './abi.js';
export { ConsoleRing } from './console-ring.js';
export { DiskRing } from './disk-ring.js';
export { Events } from './events.js';
export { SharedInfo } from './shared-info.js';
