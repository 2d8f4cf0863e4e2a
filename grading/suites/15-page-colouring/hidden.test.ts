/**
 * The hidden checks of exercise 15. Which colours pages must have is told by the reference, and how often they miss by the formula of
 * the task page; the machine counts how often they do.
 */
import { checkedColouring, type PageColouring } from '../../../src/hypervisor/index.js';
import type { CacheGeometry } from '../../../src/machine/index.js';
import { colourPages as reference } from '../../../solutions/15-page-colouring/colouring.js';
import { xorshift } from '../../suite/xorshift.js';
import { FIRST_FRAME, KERNEL_FRAMES, RAM_FRAMES } from './measure.js';
import {
  coloursOf,
  observe,
  type Observed,
  type ProcessSweep,
  type Situation,
  type Step,
} from './model-vms.js';
import { expectedMisses } from './theory.js';

const RANDOM_VMS = 40;
const caches: readonly CacheGeometry[] = [
  { bytes: 65_536, ways: 2, lineBytes: 64 },
  { bytes: 65_536, ways: 4, lineBytes: 128 },
  { bytes: 32_768, ways: 1, lineBytes: 64 },
  { bytes: 131_072, ways: 2, lineBytes: 128 },
];

/** Frames of the RAM that is not the kernel's, in no order: `each` of each of these colours. */
function framesOf(colours: readonly number[], all: number, each: number, random: () => number): number[] {
  const first = FIRST_FRAME + KERNEL_FRAMES;
  const frames = colours.flatMap((colour) =>
    Array.from(
      { length: each },
      (_, i) => first + colour + all * i * Math.floor((RAM_FRAMES - KERNEL_FRAMES) / all / each),
    ),
  );
  for (let i = frames.length - 1; i > 0; i--) {
    const j = random() % (i + 1);
    [frames[i], frames[j]] = [frames[j]!, frames[i]!];
  }
  return frames;
}
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

const allocate = (process: number, first: number, count: number, vm = 0): Step => ({
  op: 'allocate',
  vm,
  args: [process, first, count],
});
const release = (process: number, first: number, count: number, vm = 0): Step => ({
  op: 'release',
  vm,
  args: [process, first, count],
});
const run = (rounds: number, ...sweeps: ProcessSweep[]): Step => ({ op: 'run', rounds, sweeps });

/** What the steps come to with the reference: requests as they are answered, runs by the formula. */
function expectedOf({ cache, vms, steps }: Situation): string[] {
  const kernels: PageColouring[] = vms.map((frames) => checkedColouring(reference, { frames, cache }));
  const requests = observe(reference, { cache, vms, steps: steps.filter(({ op }) => op !== 'run') });
  return steps.map((step) => {
    if (step.op === 'run') {
      return `${expectedMisses(cache, kernels, step)} misses`;
    }
    const kernel = kernels[step.vm ?? 0]!;
    const [process, first = 0, count = 0] = step.args;
    if (step.op === 'releaseAll') {
      kernel.releaseAll(process);
    } else {
      kernel[step.op](process, first, count);
    }
    return requests.shift()!.done;
  });
}

/** Claims what each step comes to; of requests only if `requests`. */
async function claimSteps(
  lab: Lab,
  asked: { readonly situations: readonly Situation[] },
  { requests }: { requests: boolean },
): Promise<void> {
  const observed = await lab.call<Observed[][]>('requests', asked);
  const expected = lab.once('the reference', asked, ({ situations }) => situations.map(expectedOf));
  for (const [i, situation] of asked.situations.entries()) {
    const wanted = expected[i]!;
    for (const [j, { op }] of situation.steps.entries()) {
      if (requests || op === 'run') {
        claim(observed[i]![j]!.what, observed[i]![j]!.done).toBe(wanted[j]!);
      }
    }
  }
}

check('on every access pattern the misses are those that theory predicts', async (lab) => {
  const random = xorshift(lab.seed);
  const situations = caches.flatMap((cache): Situation[] => {
    const colours = coloursOf(cache);
    const room = colours * cache.ways; // pages
    const vms = [framesOf(range(colours), colours, 2 * cache.ways, random)]; // for twice as many
    return [
      {
        cache,
        vms,
        steps: [
          allocate(1, 3, 2 * room),
          run(5, { process: 1, firstPage: 3 + (random() % room), pages: room }), // any window
          run(5, { process: 1, firstPage: 4, pages: room + 1 + (random() % (colours - 1)) }),
          run(4, { process: 1, firstPage: 3, pages: room / 2, stride: 2 }),
          run(4, { process: 1, firstPage: 3, pages: 2 * cache.ways, stride: colours }), // all of one colour
          run(4, { process: 1, firstPage: 5, pages: Math.floor((2 * room - 2) / 3), stride: 3 }),
        ],
      },
      {
        // Two processes in turn: each has pages of all colours.
        cache,
        vms,
        steps: [
          allocate(1, 0, room),
          allocate(2, 512, room),
          run(
            4,
            { process: 1, firstPage: 0, pages: room / 2 },
            { process: 2, firstPage: 512 + room / 2, pages: room / 2 },
          ),
          run(
            3,
            { process: 1, firstPage: 1, pages: room / 2 },
            { process: 2, firstPage: 512, pages: room / 2 + 1 },
          ),
        ],
      },
      {
        // Colours that have run out: what the next best one is decides how often the process misses.
        cache,
        vms,
        steps: [
          allocate(7, 0, Math.floor(colours / 2)),
          ...range(Math.floor(room / 2)).map((i) => allocate(5, i * colours, 1)),
          ...range(Math.floor(room / 4)).map((i) => allocate(6, 1 + i * 2 * colours, 1)),
          run(4, {
            process: 5,
            firstPage: 0,
            pages: Math.floor(room / 2),
            stride: colours,
          }),
          run(4, {
            process: 6,
            firstPage: 1,
            pages: Math.floor(room / 4),
            stride: 2 * colours,
          }),
          release(5, 0, 1),
          allocate(6, 0, 1),
          run(3, { process: 6, firstPage: 0, pages: 2 }),
        ],
      },
    ];
  });
  await claimSteps(lab, { situations }, { requests: false });
});

check('two VMs with colours of their own do not disturb each other', async (lab) => {
  const random = xorshift(lab.seed + 1);
  const situations = caches.flatMap((cache): Situation[] => {
    const colours = coloursOf(cache);
    const few = range(colours).filter((colour) => colour % 4 === 1);
    const most = range(colours).filter((colour) => colour % 4 !== 1);
    const room = few.length * cache.ways;
    const own = [
      framesOf(few, colours, 4 * cache.ways, random),
      framesOf(most, colours, 4 * cache.ways, random),
    ];
    const small = { vm: 0, process: 0, firstPage: 2, pages: room };
    const steps = (neighbour: number): Step[] => [
      allocate(0, 0, room + 3, 0),
      allocate(0, 0, neighbour, 1),
      run(5, small),
      run(5, small, { vm: 1, process: 0, firstPage: 0, pages: neighbour }),
      allocate(1, 1, 2, 0),
      release(0, 1, 2, 1),
      allocate(0, 2, 1, 1),
      run(3, small, { vm: 1, process: 0, firstPage: 2, pages: 1 }),
    ];
    return [
      { cache, vms: own, steps: steps(2 * cache.ways * most.length) },
      { cache, vms: [own[1]!, own[0]!], steps: steps(room) },
      // With frames of all colours they do disturb each other, as the formula says.
      {
        cache,
        vms: [0, 1].map((odd) =>
          framesOf(range(colours), colours, 4 * cache.ways, () => 0).filter((_, i) => i % 2 === odd),
        ),
        steps: steps(room + colours),
      },
    ];
  });
  await claimSteps(lab, { situations }, { requests: true });
});

/** Requests of four processes, of which some fail, until frames are scarce; then releases. */
function randomVm(random: () => number): Situation {
  const pick = <T>(items: readonly T[]): T => items[random() % items.length] as T;
  const cache = pick([
    ...caches,
    { bytes: 8192, ways: 2, lineBytes: 32 },
    { bytes: 4096, ways: 2, lineBytes: 16 },
  ]);
  const colours = coloursOf(cache);
  const first = pick([0, 0x8_0100, 0x3f_0000]) + (random() % 64);
  const frames = range(40 + (random() % 40))
    .map((i) => first + i)
    .filter(() => random() % 4 !== 0);
  const some = pick([
    frames,
    frames,
    frames.filter((frame) => frame % colours < 3 || frame % colours === colours - 1),
  ]);
  const steps = range(40).map((): Step => {
    const process = pick([0, 1, 2, 900]);
    const page = pick([0, 0, 5, 8, 11, 16, 0xf_ffe0]) + (random() % 8);
    const count = pick([1, 1, 2, 3, 5, 9, 20]);
    const kind = random() % 12;
    if (kind === 0) {
      return { op: 'releaseAll', args: [process] };
    }
    return kind < 4 ? release(process, page, pick([1, 1, 2, 3])) : allocate(process, page, count);
  });
  const shuffled = some.map((_, i) => some[(i * 31) % some.length]!);
  return { cache, vms: [new Set(shuffled).size === some.length ? shuffled : some.toReversed()], steps };
}

check('random requests of many processes follow the rules', async (lab) => {
  const all = lab.once('random VMs', lab.seed, (seed) => {
    const random = xorshift(seed);
    return { situations: range(RANDOM_VMS).map(() => randomVm(random)) };
  });
  await claimSteps(lab, all, { requests: true });
});
