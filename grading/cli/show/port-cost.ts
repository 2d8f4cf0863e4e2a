/** `hyperlab port-cost`: what the paravirtual port of the teaching kernel costs in lines. */
import { ourPort, portTable } from '../../machine/teaching-kernel/index.js';

export function portCostCommand(): void {
  process.stdout.write(portTable(ourPort()));
}
