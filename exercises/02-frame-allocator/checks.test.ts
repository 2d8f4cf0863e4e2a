/**
 * The visible checks of exercise 02. They lead an allocator through a few steps on a bench that looks around after each:
 * at the answers, the map, the owners, and what the frames hold.
 */

type Step = ['allocate' | 'release', vm: number, first: number, count: number] | ['releaseAll', vm: number];

/** What the bench saw after one step; null stands for undefined. */
interface Seen {
  answer: boolean | number;
  map: (number | null)[][]; // translate(vm, guestFrame), by vm and guest frame
  owners: (number | null)[]; // ownerOf, from the frame before the pool to the one after it
  strangers: string[]; // what ownerOf gave for frames far from the pool
  free: number;
  dirty: number[]; // frames that this step handed out, and that did not read as zeros
  spoiled: number[]; // frames in use that no longer hold what their VM wrote
  scrubs: number; // calls of scrub so far
}

/** A step, what it must return, and how many frames are free afterwards, where a check looks at that. */
type Expected = [step: Step, answer: boolean | number, free?: number];

const vms = [0, 1];
const guestFrames = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const FIRST = 100;

check('each guest frame gets a machine frame of its own', async (lab) => {
  const seen = await take(lab, 8, [
    [['allocate', 0, 6, 2], true, 6],
    [['allocate', 1, 0, 3], true, 3],
    [['allocate', 0, 0, 3], true, 0],
  ]);
  const last = seen[2]!;
  const [first, second] = last.map as [(number | null)[], (number | null)[]];
  claim('the guest frames of VM 0 that have a machine frame', having(first)).toEqual([0, 1, 2, 6, 7]);
  claim('the guest frames of VM 1 that have a machine frame', having(second)).toEqual([0, 1, 2]);
  const used = numbers([...first, ...second].filter((frame) => frame !== null));
  claim('the frames in use', used).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
  claim('the frames of guest frames 6 and 7 of VM 0, after allocate(0, 0, 3)', first.slice(6, 8)).toEqual(
    seen[0]!.map[0]!.slice(6, 8),
  );
  claim('what ownerOf gives for the frames 99 to 108', ownersOf(last)).toEqual(ownersByMap(last));
  claim('what ownerOf gives for frames far from the pool', last.strangers).toEqual([]);
  for (const pair of easilyMixedUp) {
    await claimApart(lab, pair);
  }
  await claimNoMultiplier(lab);
});

check('a request that cannot be met in full changes nothing', async (lab) => {
  await take(lab, 12, [
    [['allocate', 0, 3, 2], true, 10],
    [['allocate', 0, 2, 2], false, 10], // the last one, guest frame 3, has a frame already
    [['allocate', 0, 4, 2], false, 10], // the first one has
    [['allocate', 0, 2, 4], false, 10], // both ends have none, but 3 and 4 between them
    [['allocate', 0, 0, 8], false, 10],
    [['allocate', 0, 3, 2], false, 10], // all have
    [['allocate', 1, 0, 11], false, 10], // one more than there are
    [['allocate', 1, 3, 2], true, 8], // another VM's guest frames 3 and 4
    [['allocate', 0, 6, 1], true, 7],
    [['allocate', 0, 4, 3], false, 7], // 5 has none, but 4 and 6 around it
    [['allocate', 0, 5, 3], false, 7],
    [['allocate', 1, 5, 4], true, 3],
    [['allocate', 1, 0, 4], false, 3], // two things are wrong with this
    [['allocate', 0, 7, 3], true, 0], // exactly the last ones: none was lost
    [['allocate', 0, 0, 1], false, 0],
  ]);
  // One guest frame of nine has a frame already: the first, the second, … the last.
  const places = Array.from({ length: 9 }, (_, i) => i);
  await take(
    lab,
    24,
    places.flatMap((place): Expected[] => [
      [['allocate', 0, place, 1], true],
      [['allocate', 0, 0, 9], false],
      [['release', 0, place, 1], true],
    ]),
  );
});

check('what is released is free again, and nothing can be released twice', async (lab) => {
  const seen = await take(lab, 8, [
    [['allocate', 0, 0, 5], true, 3],
    [['allocate', 1, 2, 3], true, 0],
    [['release', 0, 1, 2], true, 2],
    [['release', 0, 1, 2], false, 2], // they are gone
    [['release', 0, 0, 2], false, 2], // the last one is gone
    [['release', 0, 2, 2], false, 2], // the first one is gone, and VM 1 has its own guest frame 2
    [['release', 0, 0, 4], false, 2], // 0 and 3 have a frame; 1 and 2 between them have none
    [['release', 1, 4, 2], false, 2], // guest frame 5 of VM 1 never had one
    [['allocate', 0, 6, 2], true, 0],
    [['release', 0, 4, 3], false, 0], // VM 0 has five frames, and none for guest frame 5
    [['release', 2, 3, 1], false, 0], // a VM that was never there
    [['release', 0, 3, 2], true, 2],
    [['allocate', 1, 8, 2], true, 0],
    [['release', 0, 0, 1], true, 1],
  ]);
  const released = seen[1]!.map[0]!.slice(1, 3);
  const owners = released.map((frame) => seen[2]!.owners[frame! - FIRST + 1] ?? 'undefined');
  claim(`what ownerOf gives for the frames ${released.join(' and ')} after release(0, 1, 2)`, owners).toEqual(['undefined', 'undefined']); // prettier-ignore
  const again = numbers(seen[12]!.map[1]!.slice(8));
  claim('the two frames that VM 1 gets from allocate(1, 8, 2)', again).toEqual(
    numbers(seen[10]!.map[0]!.slice(3, 5)),
  );
  claim('the guest frames of VM 0 that still have a frame', having(seen[13]!.map[0]!)).toEqual([6, 7]);
  claim('the guest frames of VM 1 that have a frame', having(seen[13]!.map[1]!)).toEqual([2, 3, 4, 8, 9]);
  // Of nine guest frames one has no frame: the first, the second, … the last. The VM has nine frames all the same.
  const places = Array.from({ length: 9 }, (_, i) => i);
  await take(lab, 12, [
    [['allocate', 0, 0, 10], true, 2],
    ...places.flatMap((place): Expected[] => [
      [['release', 0, place, 1], true, 3],
      [['release', 0, 0, 9], false, 3],
      [['allocate', 0, place, 1], true, 2],
    ]),
  ]);
});

check('a VM that ends gives back everything that it had', async (lab) => {
  const seen = await take(lab, 8, [
    [['releaseAll', 0], 0, 8], // it was never there
    [['allocate', 0, 0, 3], true, 5],
    [['allocate', 1, 0, 2], true, 3],
    [['allocate', 0, 5, 3], true, 0],
    [['releaseAll', 0], 6, 6],
    [['releaseAll', 0], 0, 6],
    [['release', 0, 5, 1], false, 6],
    [['allocate', 0, 0, 2], true, 4], // a new VM with the number of the old one
    [['allocate', 1, 2, 4], true, 0],
    [['release', 1, 0, 1], true, 1],
    [['releaseAll', 1], 5, 6],
    [['releaseAll', 0], 2, 8],
    [['allocate', 0, 3, 1], true, 7], // and a third one
    [['releaseAll', 0], 1, 8],
    [['allocate', 1, 0, 2], true, 6],
    [['release', 1, 0, 2], true, 8],
    [['releaseAll', 1], 0, 8], // it is there, and has no frame any more
  ]);
  claim('what translate gives for VM 0 after its end', inWords(seen[4]!, 0)).toEqual([]);
  claim('what translate gives for VM 1 after the end of VM 0', inWords(seen[5]!, 1)).toEqual(
    inWords(seen[2]!, 1),
  );
  claim('the guest frames of the new VM 0 that have a frame', having(seen[7]!.map[0]!)).toEqual([0, 1]);
  claim('what ownerOf gives in the end', ownersOf(seen.at(-1)!)).toEqual([]);
  // Each VM has one frame and ends alone, although its number is like the others'.
  const numbers = [0, 1, 10, 11, 100, 2 ** 16 + 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 2, 2 ** 53 - 1];
  const starts = numbers.map((vm): Expected => [['allocate', vm, 0, 1], true]);
  const ends = numbers.map((vm): Expected => [['releaseAll', vm], 1]);
  await claimAnswers(lab, 10, [...starts, ...ends], { vms: numbers, guestFrames: [0] });
});

check('a frame reads as zeros when it is handed out', async (lab) => {
  const seen = await take(lab, 8, [
    [['allocate', 0, 0, 6], true], // these hold what firmware left there
    [['release', 0, 2, 2], true],
    [['allocate', 1, 0, 4], true], // two of these hold what VM 0 wrote
    [['releaseAll', 0], 4],
    [['allocate', 1, 4, 4], true],
  ]);
  claim('the frames handed out first that held what firmware left', seen[0]!.dirty).toEqual([]);
  claim('the frames handed out to VM 1 that held something', seen[2]!.dirty).toEqual([]);
  claim('the frames handed out after the end of VM 0 that held something', seen[4]!.dirty).toEqual([]);
  claim(
    'the frames in use whose contents were lost',
    seen.flatMap(({ spoiled }) => spoiled),
  ).toEqual([]);
});

/** Takes the steps, and claims after each what it must return, how many frames are free, and that what it refuses changes nothing. */
async function take(lab: Lab, frameCount: number, expected: Expected[]): Promise<Seen[]> {
  const steps = expected.map(([step]) => step);
  const pool = { firstFrame: FIRST, frameCount };
  const seen = await lab.call<Seen[]>('bench', { pool, vms, guestFrames, steps });
  for (const [i, [step, answer, free]] of expected.entries()) {
    const now = seen[i]!;
    const before = steps.slice(0, i).map(written);
    const history = before.length === 0 ? '' : `, after ${before.join('; ')}`;
    claim(`the answer of ${written(step)}${history}`, now.answer).toBe(answer);
    if (answer === false) {
      const refused = `${written(step)}, which is refused${history}`;
      claim(`what translate gives after ${refused}`, inWords(now)).toEqual(inWords(seen[i - 1]!));
      claim(`what ownerOf gives after ${refused}`, ownersOf(now)).toEqual(ownersOf(seen[i - 1]!));
      claim(`the calls of scrub up to ${refused}`, now.scrubs).toBe(seen[i - 1]!.scrubs);
      claim(`the frames in use whose contents were lost in ${refused}`, now.spoiled).toEqual([]);
    }
    const after = `after ${[...before, written(step)].join('; ')}`;
    const others = inWords(now, undefined, step);
    const earlier = i === 0 ? [] : inWords(seen[i - 1]!, undefined, step);
    claim(
      `what translate gives for all guest frames that ${written(step)} is not about, ${after}`,
      others,
    ).toEqual(earlier);
    if (free !== undefined) {
      claim(`the number of free frames ${after}`, now.free).toBe(free);
    }
  }
  return seen;
}

type Place = [vm: number, guestFrame: number];

/** Two places that an allocator takes for one, if it packs both numbers into one key, or into 32 bits. */
const easilyMixedUp: [Place, Place][] = [
  [[1, 11], [11, 1]],
  [[0, 2 ** 10 + 5], [1, 5]],
  [[0, 1_000_005], [1, 5]],
  [[0, 2 ** 20 + 5], [1, 5]],
  [[0, 2 ** 32 + 5], [1, 5]],
  [[0, 2 ** 40 + 5], [1, 5]],
  [[0, 2 ** 32 + 5], [0, 5]],
  [[2 ** 16, 0], [0, 1]],
  [[2 ** 20, 0], [0, 1]],
  [[2 ** 32, 0], [0, 1]],
  [[2 ** 32 + 5, 0], [5, 0]],
  [[2 ** 40, 2 ** 40], [2 ** 40, 2 ** 40 + 1]],
  [[2 ** 53 - 1, 2 ** 52], [2 ** 53 - 2, 2 ** 52]],
]; // prettier-ignore

/** Claims that two places have a frame each, and the right owners. */
async function claimApart(lab: Lab, [one, other]: [Place, Place]): Promise<void> {
  const steps: Step[] = [['allocate', ...one, 1], ['allocate', ...other, 1]]; // prettier-ignore
  const input = { vms: [one[0], other[0]], guestFrames: [one[1], other[1]], steps };
  const seen = await lab.call<Seen[]>('bench', { pool: { firstFrame: FIRST, frameCount: 2 }, ...input });
  const [first, second] = steps.map(written) as [string, string];
  claim(`the answer of ${first}`, seen[0]!.answer).toBe(true);
  claim(`the answer of ${second}, after ${first}`, seen[1]!.answer).toBe(true);
  const { map, owners } = seen[1]!;
  const found = [map[0]![0]!, map[1]![1]!];
  const places = `translate(${one.join(', ')}) and translate(${other.join(', ')})`;
  claim(`the frames that ${places} give after ${first}; ${second}`, numbers(found)).toEqual([
    FIRST,
    FIRST + 1,
  ]);
  const ownersFound = found.map((frame) => owners[frame - FIRST + 1]);
  claim(`the owners of these frames, after ${first}; ${second}`, ownersFound).toEqual([one[0], other[0]]);
}

/**
 * VM 1 has guest frame 0, and VM 0 all that an allocator takes for it which makes one key of both by `vm * m + guestFrame`, with
 * any m up to 31 and with many others.
 */
async function claimNoMultiplier(lab: Lab): Promise<void> {
  const powers = [
    64,
    128,
    256,
    512,
    2048,
    4096,
    8192,
    2 ** 14,
    2 ** 15,
    2 ** 16,
    2 ** 18,
    2 ** 19,
    2 ** 24,
    2 ** 31,
  ];
  const round = [50, 99, 100, 500, 1000, 5000, 9999, 10_000, 100_000, 10_000_000, 1_000_000_000];
  const odd = [37, 97, 101, 127, 257, 65_535, 65_537];
  const more = [...powers, ...round, ...odd];
  const steps = [['allocate', 1, 0, 1], ['allocate', 0, 2, 30], ...more.map((m) => ['allocate', 0, m, 1])] as Step[]; // prettier-ignore
  const places = [...Array.from({ length: 30 }, (_, i) => 2 + i), ...more];
  const [last] = await claimAnswers(lab, 64, steps.map((step) => [step, true]), { vms: [0, 1], guestFrames: [0, ...places] }); // prettier-ignore
  const ofVm1 = last!.map[1]![0];
  const shared = places.filter((_, i) => last!.map[0]![i + 1] === ofVm1);
  claim(`the guest frames of VM 0 that have the frame of guest frame 0 of VM 1`, shared).toEqual([]);
}

/** Takes the steps and claims their answers alone, in a pool of its own. Gives what the bench saw, the last first. */
async function claimAnswers(
  lab: Lab,
  frameCount: number,
  expected: Expected[],
  places: { vms: number[]; guestFrames: number[] },
): Promise<Seen[]> {
  const steps = expected.map(([step]) => step);
  const seen = await lab.call<Seen[]>('bench', { pool: { firstFrame: FIRST, frameCount }, ...places, steps });
  for (const [i, [step, answer]] of expected.entries()) {
    const before = i === 0 ? '' : `, after ${steps.slice(0, i).map(written).join('; ')}`;
    claim(`the answer of ${written(step)}${before}`, seen[i]!.answer).toBe(answer);
  }
  return seen.toReversed();
}

/** A step as a student would type it. */
function written([operation, ...args]: Step): string {
  return `${operation}(${args.join(', ')})`;
}

/** The map that was seen, of all VMs or of one, or without what a step is about. */
function inWords({ map }: Seen, only?: number, without?: Step): string[] {
  return map.flatMap((row, vm) =>
    row.flatMap((frame, i) =>
      frame === null || (only ?? vm) !== vm || isAbout(without, vm, guestFrames[i]!)
        ? []
        : [`VM ${vm}, guest frame ${guestFrames[i]}: frame ${frame}`],
    ),
  );
}

function isAbout(step: Step | undefined, vm: number, guestFrame: number): boolean {
  if (step?.[1] !== vm) {
    return false;
  }
  return step[0] === 'releaseAll' || (guestFrame >= step[2] && guestFrame < step[2] + step[3]);
}

/** What ownerOf gave, for the frames that have an owner. */
function ownersOf({ owners }: Seen): string[] {
  return owners.flatMap((vm, i) => (vm === null ? [] : [`frame ${FIRST - 1 + i}: VM ${vm}`]));
}

/** What it must give, by what translate gave. */
function ownersByMap({ map }: Seen): string[] {
  const pairs = map.flatMap((row, vm) =>
    row.flatMap((frame) => (frame === null ? [] : [[frame, vm] as const])),
  );
  return pairs.sort(([a], [b]) => a - b).map(([frame, vm]) => `frame ${frame}: VM ${vm}`);
}

/** The guest frames that have a machine frame in this row of the map. */
function having(row: (number | null)[]): number[] {
  return guestFrames.filter((_, i) => row[i] !== null);
}

/** Frames in order of number, so that it does not matter which guest frame got which. */
function numbers(frames: (number | null)[]): (number | string)[] {
  return frames.map((frame) => frame ?? 'undefined').sort((a, b) => Number(a) - Number(b));
}
