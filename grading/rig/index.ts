/** The door of this room: what other rooms may use of it. */
export { bundleRigs, rigsOf } from './bundle.js';
export { CallFailed, RigClient, spellCall } from './client.js';
export {
  packImage,
  type Rig,
  type RigRequest,
  type SentImage,
  unpackImage,
  writeValue,
} from './both-sides/index.js';
export { RIGS_SCRIPT, startRig } from './start.js';
export { RigStock } from './stock.js';
