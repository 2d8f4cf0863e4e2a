/** The visible checks of exercise 15: which colours pages get, and how often guest code then misses the cache. */

/** 8 colours, and a page has 64 lines. */
const CACHE = { bytes: 65_536, ways: 2, lineBytes: 64 };
const LINES = 64;

interface Observed {
  readonly what: string;
  readonly done: string;
}
type Step = { readonly op: string; readonly [field: string]: unknown };
type Done = readonly string[];

const allocate = (process: number, first: number, count: number): Step => ({
  op: 'allocate',
  args: [process, first, count],
});
const release = (process: number, first: number, count: number): Step => ({
  op: 'release',
  args: [process, first, count],
});
const releaseAll = (process: number): Step => ({ op: 'releaseAll', args: [process] });
const run = (rounds: number, process: number, firstPage: number, pages: number, stride = 1): Step => ({
  op: 'run',
  rounds,
  sweeps: [{ process, firstPage, pages, stride }],
});

/** A step's answer, the colours of the pages that have other frames now, and how many frames are free. */
const done = (answer: boolean | number, free: number, ...changes: string[]): Done => [
  `answers ${answer}`,
  ...changes,
  `${free} frames are free`,
];
/** `pages(1, 5, [3, 4])`: page 5 of process 1 has a frame of colour 3, page 6 one of colour 4. */
const pages = (process: number, first: number, colours: readonly (number | 'none')[]): string => {
  const told = colours.map((colour, i) => `${first + i}: ${colour === 'none' ? 'none' : `colour ${colour}`}`);
  return `pages of process ${process}: ${told.join(', ')}`;
};
const gone = (process: number, first: number, count: number) =>
  pages(process, first, new Array<'none'>(count).fill('none'));
const misses = (count: number): Done => [`${count} misses`];

/** `counts[c]` frames of colour c, in no order, as a machine has them that has been running for long. Not a multiple of 5 of them. */
function framesOf(counts: readonly number[], colours = counts.length): number[] {
  const frames = counts.flatMap((count, colour) =>
    Array.from({ length: count }, (_, i) => 0x8_0100 + colour + colours * ((7 * i + colour) % 64)),
  );
  return frames.map((_, i) => frames[(i * 5 + 3) % frames.length]!);
}
const even = (each: number, colours = 8) => framesOf(new Array<number>(colours).fill(each), colours);

interface Case {
  readonly frames: readonly number[];
  readonly cache?: typeof CACHE;
  readonly steps: readonly (readonly [Step, Done?])[];
}

/** Makes the steps of each case in a VM of its own, and claims what each answers and changes. */
async function claimCases(lab: Lab, cases: readonly Case[]): Promise<void> {
  const situations = cases.map(({ frames, cache = CACHE, steps }) => ({
    cache,
    vms: [frames],
    steps: steps.map(([step]) => step),
  }));
  const observed = await lab.call<Observed[][]>('requests', { situations });
  for (const [i, { steps }] of cases.entries()) {
    for (const [j, [, wanted]] of steps.entries()) {
      if (wanted) {
        claim(observed[i]![j]!.what, observed[i]![j]!.done).toBe(wanted.join('\n'));
      }
    }
  }
}

check('consecutive pages get frames of consecutive colours', async (lab) => {
  await claimCases(lab, [
    {
      frames: even(4),
      steps: [
        [allocate(0, 0, 1), done(true, 31, pages(0, 0, [0]))],
        [allocate(0, 3, 2), done(true, 29, pages(0, 3, [3, 4]))],
        [allocate(0, 7, 3), done(true, 26, pages(0, 7, [7, 0, 1]))],
        [allocate(1, 7, 2), done(true, 24, pages(1, 7, [7, 0]))],
        [allocate(9, 0x4_0005, 1), done(true, 23, pages(9, 0x4_0005, [5]))],
        [allocate(9, 0xf_fffe, 2), done(true, 21, pages(9, 0xf_fffe, [6, 7]))],
      ],
    },
    // Other caches: the colours are bytes / ways / 4096, and at least one.
    {
      frames: even(4, 4),
      cache: { bytes: 65_536, ways: 4, lineBytes: 32 },
      steps: [[allocate(0, 2, 5), done(true, 11, pages(0, 2, [2, 3, 0, 1, 2]))]],
    },
    {
      frames: even(2, 16),
      cache: { bytes: 65_536, ways: 1, lineBytes: 128 },
      steps: [[allocate(0, 14, 3), done(true, 29, pages(0, 14, [14, 15, 0]))]],
    },
    {
      frames: even(4, 1),
      cache: { bytes: 8192, ways: 4, lineBytes: 64 },
      steps: [[allocate(0, 2, 3), done(true, 1, pages(0, 2, [0, 0, 0]))]],
    },
    // A VM that has frames of some colours only: they count from 0 in their own order.
    {
      frames: framesOf([0, 2, 2, 0, 0, 2, 0, 2]),
      steps: [[allocate(0, 3, 5), done(true, 3, pages(0, 3, [7, 1, 2, 5, 7]))]],
    },
    {
      frames: framesOf([0, 0, 0, 3, 0, 0, 0, 0]),
      steps: [[allocate(2, 5, 3), done(true, 0, pages(2, 5, [3, 3, 3]))]],
    },
  ]);
});

/** Pages of processes whose numbers are far apart: each has a frame of its own, whichever numbers are alike in some of their digits or bits. */
function farApart(): Case {
  const each = 16;
  let free = 8 * each;
  const grant = (process: number, first: number, count: number): readonly [Step, Done] => {
    free -= count;
    const colours = Array.from({ length: count }, (_, i) => (first + i) % 8);
    return [allocate(process, first, count), done(true, free, pages(process, first, colours))];
  };
  const processes = [0, 4096, 0x1_0000, 2 ** 20, 2 ** 31, 2 ** 32 - 1];
  const farPages = [1000, 1005, 1024, 1029, 4096, 0x1_0000, 0x1_0005, 0x8_0000, 0x8_0005, 0xf_fffe];
  return {
    frames: even(each),
    steps: [
      grant(1, 0, 10),
      ...processes.map((process) => grant(process, 3, 3)),
      ...farPages.map((page) => grant(0, page, 1)),
      [release(1, 0, 10), done(true, free + 10, gone(1, 0, 10))],
      [release(0, 0, 1), done(false, free + 10)],
      [releaseAll(4096), done(3, free + 13, gone(4096, 3, 3))],
    ],
  };
}

/**
 * Claims that requests which are refused leave no trace, also not in what is counted: the others are answered as in a VM that never
 * had those. Some of their pages are in order.
 */
async function claimNoTrace(lab: Lab): Promise<void> {
  const refused = [allocate(0, 5, 2), release(0, 6, 2), allocate(0, 21, 8)];
  const granted = [
    allocate(0, 0, 1),
    allocate(0, 6, 1),
    allocate(0, 4, 1),
    allocate(0, 8, 1),
    allocate(0, 12, 1),
  ];
  const [before, after] = [granted.slice(0, 2), granted.slice(2)];
  const mixed = [...before, ...after.flatMap((step, i) => [refused[i]!, step])];
  const vm = { cache: { bytes: 16_384, ways: 1, lineBytes: 64 }, vms: [framesOf([1, 3, 3, 4])] };
  const situations = [mixed, granted].map((steps) => ({ ...vm, steps }));
  const [came, wanted] = await lab.call<Observed[][]>('requests', { situations });
  for (const [i, step] of mixed.entries()) {
    const { what, done: answer } = came![i]!;
    const free = answer.split('\n').at(-1)!;
    const isRefused = refused.includes(step);
    claim(what, answer).toBe(isRefused ? `answers false\n${free}` : wanted![granted.indexOf(step)]!.done);
  }
}

check('a request is granted as a whole or not at all, and no frame is given twice', async (lab) => {
  await claimCases(lab, [
    {
      frames: even(1),
      steps: [
        [allocate(0, 0, 9), done(false, 8)],
        [allocate(0, 2, 2), done(true, 6, pages(0, 2, [2, 3]))],
        [allocate(0, 6, 4), done(true, 2, pages(0, 6, [6, 7, 0, 1]))],
        [release(0, 2, 8), done(false, 2)], // pages 4 and 5 have none
        [release(0, 2, 9), done(false, 2)],
        [release(0, 1, 2), done(false, 2)],
        [release(0, 3, 2), done(false, 2)],
        [release(0, 5, 2), done(false, 2)],
        [release(0, 10, 1), done(false, 2)],
        [release(1, 2, 1), done(false, 2)],
        [releaseAll(1), done(0, 2)],
        [allocate(0, 5, 2), done(false, 2)], // page 6 has a frame
        [allocate(0, 3, 2), done(false, 2)], // page 3 has one
        [allocate(1, 4, 3), done(false, 2)], // too few
        [allocate(1, 4, 2), done(true, 0, pages(1, 4, [4, 5]))],
        [allocate(1, 0, 1), done(false, 0)],
      ],
    },
    {
      // There are frames enough, and the page in the middle has one already.
      frames: even(4),
      steps: [
        [allocate(0, 4, 1), done(true, 31, pages(0, 4, [4]))],
        [allocate(0, 2, 5), done(false, 31)],
        [release(0, 2, 5), done(false, 31)],
        [allocate(0, 4, 1), done(false, 31)],
      ],
    },
    // No frames at all.
    {
      frames: [],
      steps: [
        [allocate(0, 0, 1), done(false, 0)],
        [releaseAll(0), done(0, 0)],
        [release(0, 0, 1), done(false, 0)],
      ],
    },
    {
      // Frame 0 is a frame like any other.
      frames: [2, 0, 3, 1],
      cache: { bytes: 16_384, ways: 1, lineBytes: 64 },
      steps: [
        [allocate(0, 4, 1), done(true, 3, pages(0, 4, [0]))],
        [allocate(0, 4, 1), done(false, 3)],
        [allocate(0, 3, 2), done(false, 3)],
        [release(0, 4, 1), done(true, 4, gone(0, 4, 1))],
        [allocate(1, 0, 2), done(true, 2, pages(1, 0, [0, 1]))],
        [releaseAll(1), done(2, 4, gone(1, 0, 2))],
      ],
    },
    farApart(),
  ]);
  await claimNoTrace(lab);
});

check('where a colour has run out, the next best one is taken', async (lab) => {
  await claimCases(lab, [
    {
      // Of the colours with a free frame, the one of which the process has fewest pages.
      frames: framesOf([1, 3, 3, 3, 3, 3, 3, 3]),
      steps: [
        [allocate(0, 0, 4), done(true, 18, pages(0, 0, [0, 1, 2, 3]))],
        [allocate(0, 8, 1), done(true, 17, pages(0, 8, [4]))],
        [allocate(0, 16, 2), done(true, 15, pages(0, 16, [5, 1]))],
        [allocate(0, 24, 2), done(true, 13, pages(0, 24, [6, 1]))],
        [allocate(0, 32, 1), done(true, 12, pages(0, 32, [7]))],
        // Each has a page now: of equals, the next in turn after the page's own.
        [allocate(0, 40, 1), done(true, 11, pages(0, 40, [2]))],
        // For another process the count is another.
        [allocate(1, 0, 3), done(true, 8, pages(1, 0, [2, 3, 4]))],
        [allocate(1, 9, 1), done(true, 7, pages(1, 9, [5]))],
      ],
    },
    {
      // In the middle of one request; what it has given already counts.
      frames: framesOf([2, 1, 1, 5]),
      cache: { bytes: 16_384, ways: 1, lineBytes: 64 },
      steps: [[allocate(3, 1, 8), done(true, 1, pages(3, 1, [1, 2, 3, 0, 3, 0, 3, 3]))]],
    },
    {
      // In turn after the own colour, also over the end.
      frames: framesOf([2, 2, 2, 1]),
      cache: { bytes: 16_384, ways: 1, lineBytes: 64 },
      steps: [
        [allocate(0, 3, 1), done(true, 6, pages(0, 3, [3]))],
        [allocate(1, 3, 1), done(true, 5, pages(1, 3, [0]))],
        [allocate(1, 7, 1), done(true, 4, pages(1, 7, [1]))],
        [allocate(1, 11, 1), done(true, 3, pages(1, 11, [2]))],
        [allocate(1, 15, 1), done(true, 2, pages(1, 15, [0]))],
        [allocate(1, 19, 2), done(true, 0, pages(1, 19, [1, 2]))],
      ],
    },
  ]);
});

check('released frames are used again, by their colours', async (lab) => {
  await claimCases(lab, [
    {
      frames: even(1),
      steps: [
        [allocate(0, 0, 8)],
        [release(0, 5, 2), done(true, 2, gone(0, 5, 2))],
        [allocate(1, 6, 1), done(true, 1, pages(1, 6, [6]))],
        [allocate(1, 13, 1), done(true, 0, pages(1, 13, [5]))],
        [releaseAll(0), done(6, 6, `${gone(0, 0, 5)}, 7: none`)],
        [allocate(2, 8, 5), done(true, 1, pages(2, 8, [0, 1, 2, 3, 4]))],
        [allocate(0, 0, 1), done(true, 0, pages(0, 0, [7]))],
        [releaseAll(2), done(5, 5, gone(2, 8, 5))],
        [releaseAll(1), done(2, 7, `${gone(1, 6, 1)}, 13: none`)],
        [releaseAll(0), done(1, 8, gone(0, 0, 1))],
        [allocate(5, 80, 8), done(true, 0, pages(5, 80, [0, 1, 2, 3, 4, 5, 6, 7]))],
      ],
    },
    {
      // A hundred times the same.
      frames: even(2),
      steps: [
        ...Array.from({ length: 100 }, (_, i): readonly [Step] => [
          i % 2 === 0 ? allocate(i, i, 16) : releaseAll(i - 1),
        ]),
        [
          allocate(7, 4, 16),
          done(
            true,
            0,
            pages(
              7,
              4,
              Array.from({ length: 16 }, (_, i) => (4 + i) % 8),
            ),
          ),
        ],
      ],
    },
    {
      // All that a process has, at once; then the same pages again.
      frames: even(1),
      steps: [
        [allocate(0, 3, 8)],
        [release(0, 3, 8), done(true, 8, gone(0, 3, 8))],
        [release(0, 3, 1), done(false, 8)],
        [releaseAll(0), done(0, 8)],
        [allocate(0, 5, 3), done(true, 5, pages(0, 5, [5, 6, 7]))],
        [releaseAll(0), done(3, 8, gone(0, 5, 3))],
        [releaseAll(0), done(0, 8)],
      ],
    },
    {
      // Pages count as long as they have their frames, whichever way they got them.
      frames: framesOf([1, 2, 2, 2]),
      cache: { bytes: 16_384, ways: 1, lineBytes: 64 },
      steps: [
        [allocate(0, 0, 2), done(true, 5, pages(0, 0, [0, 1]))],
        [allocate(0, 4, 1), done(true, 4, pages(0, 4, [2]))],
        [release(0, 1, 1), done(true, 5, gone(0, 1, 1))],
        [allocate(0, 8, 1), done(true, 4, pages(0, 8, [1]))],
        [release(0, 4, 1), done(true, 5, gone(0, 4, 1))],
        [allocate(0, 12, 1), done(true, 4, pages(0, 12, [2]))],
        [release(0, 0, 1), done(true, 5, gone(0, 0, 1))],
        [allocate(0, 16, 1), done(true, 4, pages(0, 16, [0]))],
      ],
    },
    {
      // A colour that was all used, and of which a frame comes back: it is a page's own again.
      frames: framesOf([1, 1, 4, 1]),
      cache: { bytes: 16_384, ways: 1, lineBytes: 64 },
      steps: [
        [allocate(0, 0, 3)],
        [allocate(1, 0, 1), done(true, 3, pages(1, 0, [2]))],
        [release(0, 0, 1), done(true, 4, gone(0, 0, 1))],
        [allocate(1, 4, 1), done(true, 3, pages(1, 4, [0]))],
      ],
    },
    {
      // A new process may get the number of one that has ended: it has no pages yet.
      frames: framesOf([1, 2, 2, 2]),
      cache: { bytes: 16_384, ways: 1, lineBytes: 64 },
      steps: [
        [allocate(1, 0, 1), done(true, 6, pages(1, 0, [0]))],
        [allocate(0, 1, 1), done(true, 5, pages(0, 1, [1]))],
        [releaseAll(0), done(1, 6, gone(0, 1, 1))],
        [allocate(0, 0, 1), done(true, 5, pages(0, 0, [1]))],
      ],
    },
  ]);
});

check('sweeps miss as seldom as the cache allows', async (lab) => {
  const frames = even(8);
  await claimCases(lab, [
    {
      // As many pages as the cache has room for: each line is missed once, and found ever after.
      frames,
      steps: [
        [allocate(0, 0, 48)],
        [run(6, 0, 0, 16), misses(16 * LINES)],
        [run(6, 0, 13, 16), misses(16 * LINES)],
      ],
    },
    // One page more: three pages of one colour push each other out, each round. The others stay.
    {
      frames,
      steps: [[allocate(0, 0, 48)], [run(5, 0, 5, 17), misses((17 + 4 * 3) * LINES)]],
    },
    // Half as much again.
    {
      frames,
      steps: [[allocate(0, 0, 48)], [run(4, 0, 8, 20), misses((20 + 3 * 12) * LINES)]],
    },
    {
      // Pages that came one by one, and after others were released.
      frames: even(2),
      steps: [
        [allocate(9, 3, 7)],
        ...Array.from({ length: 8 }, (_, i): readonly [Step] => [allocate(0, 7 - i, 1)]),
        [releaseAll(9)],
        [allocate(0, 8, 8)],
        [run(6, 0, 0, 16), misses(16 * LINES)],
      ],
    },
    {
      frames: framesOf([0, 4, 4, 0, 0, 0, 4, 0]),
      steps: [[allocate(0, 100, 12)], [run(4, 0, 104, 6), misses(6 * LINES)]],
    },
  ]);

  // The factor is what theory predicts: without colours, what is missed again depends on the frames that happened to come.
  const rounds = 6;
  const situation = { cache: CACHE, vms: [frames], steps: [allocate(0, 0, 16), run(rounds, 0, 0, 16)] };
  const missesOf = async (scenario: 'requests' | 'uncoloured') => {
    const [observed] = await lab.call<Observed[][]>(scenario, { situations: [situation] });
    return Number.parseInt(observed![1]!.done, 10);
  };
  const touched = new Array<number>(8).fill(0);
  frames.slice(0, 16).forEach((frame) => touched[frame % 8]!++);
  const crowded = touched.filter((count) => count > CACHE.ways).reduce((sum, count) => sum + count, 0);
  const factor = (await missesOf('uncoloured')) / (await missesOf('requests'));
  claim('how many times more often 16 pages are missed with frames as they come', factor).toBe(
    (16 + (rounds - 1) * crowded) / 16,
  );
});
