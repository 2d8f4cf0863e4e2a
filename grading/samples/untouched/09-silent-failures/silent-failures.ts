/** Exercise 09: find the sensitive instructions that do not trap. The rules stand in README.md beside this file. */
import type { SilentFailuresPart } from '../../src/hypervisor/index.js';

export const silentFailures: SilentFailuresPart = {
  /** Tries instructions on a machine of an unknown kind, and says which of them fail silently there, and how. */
  survey: (_machine) => {
    throw new Error('the machine is still to be surveyed');
  },

  /** A guest that finds out where it runs. */
  redPill: '',
};
