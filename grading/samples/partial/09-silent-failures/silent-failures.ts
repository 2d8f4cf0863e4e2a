/** Exercise 09, begun: reads and writes of supervisor CSRs; returns, fences, machine level, legal holes and the pill are still to come. */
import { supervisorCsrs, type SilentFailure, type SilentFailuresPart } from '../../src/hypervisor/index.js';

export const silentFailures: SilentFailuresPart = {
  survey(machine) {
    const failures: SilentFailure[] = [];
    for (const csr of supervisorCsrs) {
      if (machine.attempt({ instruction: `csrrs a0, ${csr}, zero` }).trap === undefined) {
        failures.push({ instruction: `read ${csr}`, how: 'leaks' });
      }
      if (machine.attempt({ instruction: `csrrw zero, ${csr}, a0` }).trap === undefined) {
        failures.push({ instruction: `write ${csr}`, how: 'dropped' });
      }
    }
    return { failures, legal: [] };
  },
  redPill: '',
};
