/** The sealed build of a handout: programs, rigs and suites, and the search for what must not be in it. */
export { findLeaks, type Withheld } from './leaks.js';
export { sealPrograms, type SealedPrograms } from './programs.js';
export { HandoutRefused } from './refusal.js';
export { sealBundles, type SealedBundles } from './rigs.js';
export { withheldTexts } from './withheld.js';
