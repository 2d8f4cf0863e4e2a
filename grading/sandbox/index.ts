/** The door of this room: what other rooms may use of it. */
export type { Sandbox, SandboxKind } from './command.js';
export { detectSandbox } from './detect.js';
export type { Launch } from './launch.js';
export { Launcher } from './launcher.js';
export { compilerLimits, rigLimits } from './limits.js';
export { mayBeAlive, processMark } from './process-mark.js';
export { SandboxDied, SandboxedProcess, SpeltQuestion } from './process.js';
export { Workspace } from './workspace.js';
