/** The exit profile of a run in VMs: why guests stopped and the VMM took over, how often, and what it cost. */
import type { ExitName, Vm, Vmm } from '../../../src/hypervisor/index.js';

/** Lines of text: a table for each VM, and where all cycles of the machine went. */
export function exitProfile({ vms, ledger, machine }: Vmm): string[] {
  const { idle, overhead } = ledger.own;
  return [
    ...vms.flatMap(profileOf),
    `the machine: ${machine.cycles} cycles, ${idle} of them idle, ${overhead} for no VM`,
  ];
}

function profileOf({ id, account }: Vm): string[] {
  const { exits, cyclesByReason, cycles } = account;
  const names = Object.keys(exits) as ExitName[];
  const cost = (name: ExitName) => cyclesByReason[name] ?? 0;
  const rows = names
    .sort((one, other) => cost(other) - cost(one))
    .map((name) => row(name, exits[name], cost(name)));
  const total = names.reduce((sum, name) => sum + exits[name]!, 0);
  return [
    `VM ${id + 1}: exits and cycles by reason`,
    ...rows,
    row("the guest's own instructions", undefined, cyclesByReason.guest ?? 0),
    row('all', total, cycles),
  ];

  function row(what: string, count: number | undefined, used: number): string {
    const share = cycles === 0 ? 0 : (100 * used) / cycles;
    return `  ${what.padEnd(30)}${String(count ?? '').padStart(12)}${String(used).padStart(16)}${share.toFixed(1).padStart(7)} %`;
  }
}
