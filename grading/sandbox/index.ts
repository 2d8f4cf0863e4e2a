/** The door of this room: what other rooms may use of it. */
export { detectSandbox, type Sandbox, type SandboxKind } from './command.js';
export { compilerLimits, rigLimits } from './limits.js';
export { SandboxDied, SandboxedProcess } from './process.js';
export { Workspace } from './workspace.js';
