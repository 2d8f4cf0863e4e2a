/** The mode full/hardware-assisted. */
export { hardwareAssisted } from './hardware-assisted.js';
