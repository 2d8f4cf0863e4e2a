/**
 * A test bench for an allocator: a pool of frames whose contents the bench can see. It takes the steps that a suite asks
 * for and looks around after each. VMs write a mark into every frame that they get, as guests would.
 */
import { checkedAllocator, type FrameAllocatorPart } from '../../../src/hypervisor/index.js';
import { calling } from '../../rig/inside/index.js';

export interface BenchInput {
  pool: { firstFrame: number; frameCount: number };
  /** The VMs and the guest frames that the bench translates after each step, all of them for all. */
  vms: number[];
  guestFrames: number[];
  steps: Step[];
}

/** The operation of the socket, and its arguments. */
export type Step =
  ['allocate' | 'release', vm: number, firstGuestFrame: number, count: number] | ['releaseAll', vm: number];

/** What the bench saw after a step; null stands for undefined. */
export interface Seen {
  answer: boolean | number;
  /** translate(vm, guestFrame), by vm and guest frame in the order of the input. */
  map: (number | null)[][];
  /** ownerOf(frame), for the frames of `framesLookedAt`. */
  owners: (number | null)[];
  /** What ownerOf gave for frames of `framesFarFrom` the pool, in words: nobody has one. */
  strangers: string[];
  free: number;
  /** Frames that this step handed out and that did not read as zeros when it came back. */
  dirty: number[];
  /** Frames in use that no longer hold what their VM wrote there. */
  spoiled: number[];
  /** Calls of scrub so far. */
  scrubs: number;
}

const LEFT_BY_FIRMWARE = -1;
const ZEROS = 0;

export function runBench(part: FrameAllocatorPart, { pool, vms, guestFrames, steps }: BenchInput): Seen[] {
  const { firstFrame, frameCount } = pool;
  const frames = Array.from({ length: frameCount }, (_, i) => firstFrame + i);
  const contents = new Map(frames.map((frame) => [frame, LEFT_BY_FIRMWARE]));
  let scrubs = 0;
  /** The frames scrubbed since the operation came back: only because the bench looked. */
  let late: Set<number> | undefined;
  const scrub = (frame: number) => {
    if (!contents.has(frame)) {
      throw new RangeError(`scrub(${String(frame)}): no such frame in the pool`);
    }
    contents.set(frame, ZEROS);
    scrubs++;
    late?.add(frame);
  };
  const allocator = calling(
    () => `createFrameAllocator(pool), with firstFrame ${firstFrame} and frameCount ${frameCount}`,
    () => checkedAllocator(part, Object.freeze({ firstFrame, frameCount, scrub })),
  );
  const written = new Map<string, { frame: number; mark: number }>(); // by VM and guest frame

  return steps.map((step, i) => {
    const [operation, vm, first, count] = step;
    // Which step it was that threw or never came back, and what led to it; `looking` is the call of the bench itself.
    const history = (looking = '') => {
      const calls = [...inWords(steps.slice(0, i + 1)), ...(looking === '' ? [] : [looking])];
      const before = calls.length > 1 ? `, after ${calls.slice(0, -1).join('; ')}` : '';
      return `${calls.at(-1)}${before}, with firstFrame ${firstFrame} and frameCount ${frameCount}`;
    };
    late = undefined;
    const answer = calling(history, () =>
      operation === 'releaseAll' ? allocator.releaseAll(vm) : allocator[operation](vm, first, count),
    );
    late = new Set();
    const translate = (vmThen: number, guestFrame: number) =>
      calling(
        () => history(`translate(${vmThen}, ${guestFrame})`),
        () => allocator.translate(vmThen, guestFrame),
      );
    const dirty: number[] = [];
    if (operation === 'allocate' && answer === true && count <= frameCount) {
      for (let guestFrame = first; guestFrame < first + count; guestFrame++) {
        const frame = translate(vm, guestFrame);
        if (frame === undefined) {
          continue;
        } // the map shows it
        if (contents.get(frame) !== ZEROS || late.has(frame)) {
          dirty.push(frame);
        }
        contents.set(frame, i + 1);
        written.set(`${vm}/${guestFrame}`, { frame, mark: i + 1 });
      }
    } else if (operation === 'release' && answer === true) {
      for (let guestFrame = first; guestFrame < first + count; guestFrame++) {
        written.delete(`${vm}/${guestFrame}`);
      }
    } else if (operation === 'releaseAll') {
      for (const key of written.keys()) {
        if (key.startsWith(`${vm}/`)) {
          written.delete(key);
        }
      }
    }
    const ownerOf = (frame: number) =>
      calling(
        () => history(`ownerOf(${frame})`),
        () => allocator.ownerOf(frame),
      );
    return {
      answer,
      map: vms.map((each) => guestFrames.map((guestFrame) => translate(each, guestFrame) ?? null)),
      owners: framesLookedAt(pool).map((frame) => ownerOf(frame) ?? null),
      strangers: framesFarFrom(pool).flatMap((frame) => {
        const vm = ownerOf(frame);
        return vm === undefined ? [] : [`frame ${frame}: VM ${vm}`];
      }),
      free: calling(
        () => history('freeFrames()'),
        () => allocator.freeFrames(),
      ),
      dirty,
      spoiled: [...written.values()]
        .filter(({ frame, mark }) => contents.get(frame) !== mark)
        .map(({ frame }) => frame),
      scrubs,
    };
  });
}

/** The frame before the pool, each frame of it, and the one behind it. */
export function framesLookedAt({ firstFrame, frameCount }: BenchInput['pool']): number[] {
  const behind = firstFrame + frameCount;
  const before = firstFrame > 0 ? firstFrame - 1 : behind + 1; // no frame has a number below 0
  return [before, ...Array.from({ length: frameCount }, (_, i) => firstFrame + i), behind];
}

/** Frames that an allocator takes for one of the pool if it looks at a part of the number alone, or at the place in a ring. */
export function framesFarFrom({ firstFrame, frameCount }: BenchInput['pool']): number[] {
  const apart = [frameCount, 64, 256, 1024, 4096, 2 ** 16, 2 ** 20, 2 ** 32].map((by) => firstFrame + by);
  const all = [0, firstFrame - frameCount, firstFrame + 2 * frameCount, 2 ** 22 - 1, ...apart];
  return all.filter((frame) => frame >= 0 && (frame < firstFrame || frame >= firstFrame + frameCount));
}

/** Steps as they would stand in a program. */
export function inWords(steps: readonly Step[]): string[] {
  return steps.map(([operation, ...args]) => `${operation}(${args.join(', ')})`);
}
