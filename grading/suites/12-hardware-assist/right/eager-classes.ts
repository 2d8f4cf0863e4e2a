/** Classes and constants: a whole table is filled at its first fault, and entries are made by objects. */
import type { AssistPart, Filled, GStageFacade, GuestPageFault } from '../../src/hypervisor/index.js';

const PAGE = 4096;
const COUNT = 1024;
const LEAF = 0xdf;

class Region {
  private readonly frames: readonly (number | undefined)[];
  private readonly place: number;

  constructor(
    private readonly gStage: GStageFacade,
    number: number,
  ) {
    this.frames = Array.from({ length: COUNT }, (_, index) => gStage.frameOf(number * COUNT + index));
    this.place = gStage.root * PAGE + number * 4;
  }

  has(index: number): boolean {
    return this.frames[index] !== undefined;
  }

  fill(): void {
    const first = this.frames[0];
    const whole =
      first !== undefined && first % COUNT === 0 && this.frames.every((frame, i) => frame === first + i);
    if (whole) {
      this.gStage.writeEntry(this.place, first * COUNT + LEAF);
      return;
    }
    const table = this.table();
    this.frames.forEach((frame, index) => {
      if (frame !== undefined) {
        this.gStage.writeEntry(table * PAGE + index * 4, frame * COUNT + LEAF);
      }
    });
  }

  private table(): number {
    const old = this.gStage.readEntry(this.place);
    if (old % 2 === 1) {
      return Math.floor(old / COUNT);
    }
    const table = this.gStage.newTable();
    this.gStage.writeEntry(this.place, table * COUNT + 1);
    return table;
  }
}

function fill({ address, kind, byWalk }: GuestPageFault, gStage: GStageFacade): Filled {
  const guestFrame = (address - (address % PAGE)) / PAGE;
  const index = guestFrame % COUNT;
  const region = new Region(gStage, (guestFrame - index) / COUNT);
  if (region.has(index)) {
    region.fill();
    return { kind: 'mapped' };
  }
  switch (kind) {
    case 'fetch':
      return { kind: 'access fault' };
    default:
      return { kind: !byWalk && gStage.isDevice(address) ? 'device' : 'access fault' };
  }
}

export const assist: AssistPart = {
  controls: () => ({ hedeleg: 0xb1ff, hideleg: 0x444, hcounteren: 2, hstatus: 0x20_0000 }),
  fill,
};
