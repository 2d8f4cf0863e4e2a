/** One paravirtual VM, and what such VMs share. */
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
  WINDOW,
} from './abi.js';
export { audit } from './audit.js';
export { Domain, type TrapEntry } from './domain.js';
export { pageUpdates, setOnlyRoot } from './page-updates.js';
export { worldOf } from './world.js';
