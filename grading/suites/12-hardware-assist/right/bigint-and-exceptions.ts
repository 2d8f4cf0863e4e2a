/** BigInt for addresses, an exception where there is no memory, a generator for the frames of a superpage, and all bits that the hardware ignores. */
import type { AssistPart, Filled, GStageFacade } from '../../src/hypervisor/index.js';
import { HSTATUS_VTW } from '../../src/machine/index.js';

class NoMemory extends Error {}

function frameAt(gStage: GStageFacade, guestFrame: bigint): bigint {
  const frame = gStage.frameOf(Number(guestFrame));
  if (frame === undefined) {
    throw new NoMemory();
  }
  return BigInt(frame);
}

function* offsets(gStage: GStageFacade, first: bigint): Generator<bigint> {
  for (let part = 0n; part < 1024n; part += 1n) {
    yield frameAt(gStage, first + part) - part;
  }
}

/** The first machine frame, if all 1024 agree about it. */
function wholeAt(gStage: GStageFacade, first: bigint): bigint | undefined {
  let agreed: bigint | undefined;
  try {
    for (const offset of offsets(gStage, first)) {
      agreed ??= offset;
      if (offset !== agreed || agreed % 1024n !== 0n) {
        return undefined;
      }
    }
  } catch (error) {
    if (error instanceof NoMemory) {
      return undefined;
    }
    throw error;
  }
  return agreed;
}

const write = (gStage: GStageFacade, table: bigint, number: bigint, frame: bigint, flags: bigint): void =>
  gStage.writeEntry(Number(table * 4096n + number * 4n), Number(frame * 1024n + flags));

function map(gStage: GStageFacade, guestFrame: bigint): void {
  const frame = frameAt(gStage, guestFrame);
  const [upper, lower] = [guestFrame / 1024n, guestFrame % 1024n];
  const root = BigInt(gStage.root);
  const whole = wholeAt(gStage, guestFrame - lower);
  if (whole !== undefined) {
    write(gStage, root, upper, whole, 0xffn);
    return;
  }
  let table = BigInt(gStage.readEntry(Number(root * 4096n + upper * 4n))) / 1024n;
  if (table === 0n) {
    table = BigInt(gStage.newTable());
    write(gStage, root, upper, table, 1n);
  }
  write(gStage, table, lower, frame, 0x3ffn);
}

export const assist: AssistPart = {
  controls() {
    return { hedeleg: -1, hideleg: -1, hcounteren: ~0b101, hstatus: HSTATUS_VTW };
  },
  fill({ address, kind, byWalk }, gStage): Filled {
    try {
      map(gStage, BigInt(address) / 4096n);
      return { kind: 'mapped' };
    } catch (error) {
      if (!(error instanceof NoMemory)) {
        throw error;
      }
      const reached = kind !== 'fetch' && !byWalk && gStage.isDevice(address);
      return { kind: reached ? 'device' : 'access fault' };
    }
  },
};
