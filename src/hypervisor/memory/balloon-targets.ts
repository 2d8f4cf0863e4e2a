/**
 * How many pages each VM should have, when all of them want more than there are: proportional shares, with a tax on idle memory. A page
 * that a VM does not use costs it more than one that it uses, so idle pages go first, whoever paid for them. (Waldspurger, "Memory
 * Resource Management in VMware ESX Server", OSDI 2002, sections 5.1 to 5.3: min-funding revocation.)
 */
export interface MemoryClaim {
  /** How much of the machine's memory it has a right to, in comparison with the others. */
  readonly shares: number;
  /** How many pages it can use: those that it was created with. */
  readonly most: number;
  /** How many it has used of late. */
  readonly active: number;
}

/** The tax rate of the paper: idle pages cost four times as much as active ones. */
export const IDLE_TAX = 0.75;

/**
 * Targets in pages, in the order of the claims; at least one page each. Their sum is `pages`, or what all can use if that is less.
 * `tax`: from 0, no tax, to below 1. @throws RangeError for other rates, and when there is not a page for each
 */
export function balloonTargets(claims: readonly MemoryClaim[], pages: number, tax = IDLE_TAX): number[] {
  if (!(tax >= 0 && tax < 1)) {
    throw new RangeError(`the tax is ${tax}: it must be from 0 to below 1`);
  }
  if (pages < claims.length) {
    throw new RangeError(`${pages} pages are too few for ${claims.length} VMs`);
  }
  const targets = claims.map(({ most }) => most);
  let sum = targets.reduce((total, target) => total + target, 0);
  for (; sum > pages; sum--) {
    const rich = targets.flatMap((target, index) => (target > 1 ? [index] : []));
    const prices = rich.map((index) => pricePerPage(claims[index]!, targets[index]!, tax));
    targets[rich[prices.indexOf(Math.min(...prices))]!]! -= 1; // who pays least for a page loses one; of equals, the first
  }
  return targets;
}

/** What a VM with so many pages pays for each: its shares, divided by its pages, in which an idle one counts for several. */
function pricePerPage({ shares, active }: MemoryClaim, target: number, tax: number): number {
  const used = Math.min(active / target, 1);
  return shares / (target * (used + (1 - used) / (1 - tax)));
}
