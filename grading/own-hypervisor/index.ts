/** The student's own hypervisor, which boots a kernel: for `hyperlab boot`. */
export { bootOwn, type BootReport, type BootSettings } from './boot-own.js';
export type { OwnPart } from './joined-script.js';
export { bootBundle, theRest, type TheRest } from './the-rest.js';
export { modeThatUses, usedParts } from './used-parts.js';
export { tellBoot } from './tell-boot.js';
