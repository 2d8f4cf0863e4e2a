/**
 * Counts everything again, from the tables as they lie in the machine's memory, and compares that with what the direct-paging part has
 * counted step by step. For tests: a VMM does not do so while it runs. It believes the part about pins alone, which nothing in memory
 * shows.
 */
import { PAGE_BYTES, PTE_PPN_SHIFT, PTE_R, PTE_V, PTE_W, PTE_X, hex } from '../../../../machine/index.js';
import { entryAddress, findEntry } from '../../../memory/direct/index.js';
import type { FrameType } from '../../../sockets/index.js';
import type { Domain } from './domain.js';
import type { ParaWorld } from './world.js';

interface Count {
  /** What it is used as; several are a breach. */
  readonly types: Set<FrameType>;
  uses: number;
  references: number;
}

/** All that is wrong, a line each; empty when all is right. */
export function audit(world: ParaWorld): string[] {
  const domains = [...world.domains.values()];
  const [first] = domains;
  if (first === undefined) {
    return [];
  }
  const { memory } = first.machine;
  const wrong: string[] = [];
  const counts = new Map<number, Count>();
  for (const domain of domains) {
    countDomain(domain, counts, wrong);
  }
  for (let frame = memory.base / PAGE_BYTES; frame < (memory.base + memory.size) / PAGE_BYTES; frame++) {
    const { types, uses, references } = counts.get(frame) ?? { types: new Set(), uses: 0, references: 0 };
    const type = types.size === 0 ? 'none' : [...types].join(' and ');
    const told = world.paging.info(frame);
    if (type !== told.type || uses !== told.uses || references !== told.references) {
      const said = `${told.type} with ${told.uses} uses and ${told.references} references`;
      wrong.push(
        `frame ${hex(frame)} is ${type} with ${uses} uses and ${references} references, and counted as ${said}`,
      );
    }
  }
  return wrong;
}

function countDomain(domain: Domain, counts: Map<number, Count>, wrong: string[]): void {
  const { paging, machine, space, vm, services } = domain;
  const tables = new Map<number, 'l1' | 'l2'>();
  const table = (frame: number, type: 'l1' | 'l2', why: string) => {
    if (domain.rightTo(frame) !== 'own') {
      wrong.push(`VM ${vm.id}: ${why} makes a table of frame ${hex(frame)}, which is not its own`);
      return;
    }
    use(counts, frame, type);
    const known = tables.get(frame);
    if (known !== undefined) {
      return;
    }
    tables.set(frame, type);
    for (let index = 0; index < PAGE_BYTES / 4; index++) {
      const entry = machine.memory.read32(entryAddress(frame, index));
      const at = `entry ${index} of the ${type} table ${hex(frame)}`;
      if ((entry & PTE_V) === 0) {
        continue;
      }
      if (type === 'l2') {
        if (entry & (PTE_R | PTE_W | PTE_X)) {
          wrong.push(`VM ${vm.id}: ${at} is a superpage`);
        } else {
          table(entry >>> PTE_PPN_SHIFT, 'l1', at);
        }
      } else {
        leaf(entry, at);
      }
    }
  };
  const leaf = (entry: number, at: string) => {
    const frame = entry >>> PTE_PPN_SHIFT;
    const right = domain.rightTo(frame);
    const writes = (entry & PTE_W) !== 0;
    if (right === 'none' || (writes && right === 'read')) {
      wrong.push(`VM ${vm.id}: ${at} maps frame ${hex(frame)}${writes ? ' for stores' : ''}, and may not`);
    }
    if (writes) {
      use(counts, frame, 'writable');
    } else {
      countOf(counts, frame).references += 1;
    }
  };
  for (let page = 0; page < domain.pages; page++) {
    const guestFrame = vm.memory.base / PAGE_BYTES + page;
    const frame = vm.memory.frameOf(guestFrame);
    if (frame === undefined) {
      continue;
    }
    const { pinned, type } = paging.info(frame);
    if (pinned && (type === 'l1' || type === 'l2')) {
      table(frame, type, 'a pin');
    }
    if (services.allocator.ownerOf(frame) !== vm.id || domain.guestFrameOf(frame) !== guestFrame) {
      wrong.push(
        `VM ${vm.id}: frame ${hex(frame)} is not accounted for as its guest frame ${hex(guestFrame)}`,
      );
    }
  }
  for (const frame of domain.lent) {
    const giver = [...domain.domains.values()].find((other) =>
      other.grants.acceptedBy(domain).includes(frame),
    );
    if (giver?.guestFrameOf(frame) === undefined) {
      wrong.push(`VM ${vm.id} may map frame ${hex(frame)}, which nobody who has it grants`);
    }
  }
  for (const root of [space.kernelRoot, space.userRoot]) {
    if (root !== undefined) {
      table(root, 'l2', 'a base pointer');
    }
  }
  for (const [frame, type] of tables) {
    const boot = findEntry(machine.memory, domain.bootMap.root, domain.guestFrameOf(frame)! * PAGE_BYTES);
    if (boot !== undefined && (boot.entry & PTE_W) !== 0) {
      wrong.push(`VM ${vm.id}: the boot map lets it write to the ${type} table ${hex(frame)}`);
    }
  }
}

function use(counts: Map<number, Count>, frame: number, type: FrameType): void {
  const count = countOf(counts, frame);
  count.types.add(type);
  count.uses += 1;
  count.references += 1;
}

function countOf(counts: Map<number, Count>, frame: number): Count {
  let count = counts.get(frame);
  if (count === undefined) {
    count = { types: new Set(), uses: 0, references: 0 };
    counts.set(frame, count);
  }
  return count;
}
