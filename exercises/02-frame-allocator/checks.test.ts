/**
 * The visible checks of exercise 02. They lead an allocator through a few steps on a bench that looks around after each:
 * at the answers, the map, the owners, and what the frames hold.
 */

/** What the bench saw after one step; null stands for undefined. */
interface Seen {
  answer: boolean | number;
  map: (number | null)[][]; // translate(vm, guestFrame), by vm and guest frame
  owners: (number | null)[]; // ownerOf, from the frame before the pool to the one after it
  free: number;
  dirty: number[]; // frames that this step handed out, and that did not read as zeros
  spoiled: number[]; // frames in use that no longer hold what their VM wrote
}

const pool = { firstFrame: 100, frameCount: 8 };
const vms = [0, 1];
const guestFrames = [0, 1, 2, 3, 4, 5, 6, 7];
const none = guestFrames.map(() => null);

check('each guest frame gets a machine frame of its own', async (lab) => {
  const steps = [['allocate', 0, 0, 3], ['allocate', 1, 0, 3], ['allocate', 0, 6, 2]]; // prettier-ignore
  const seen = await lab.call<Seen[]>('bench', { pool, vms, guestFrames, steps });
  const last = seen[2]!;
  const [first, second] = last.map as [(number | null)[], (number | null)[]];
  claim('the answers of allocate(0, 0, 3), allocate(1, 0, 3) and allocate(0, 6, 2)', answers(seen)).toEqual([true, true, true]); // prettier-ignore
  claim('the guest frames of VM 0 that have a machine frame', having(first)).toEqual([0, 1, 2, 6, 7]);
  claim('the guest frames of VM 1 that have a machine frame', having(second)).toEqual([0, 1, 2]);
  const used = [...first, ...second].filter((frame) => frame !== null);
  claim(
    'the frames in use',
    used.sort((a, b) => a - b),
  ).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
  claim('the map of VM 0 before and after the last step', first.slice(0, 6)).toEqual(
    seen[1]!.map[0]!.slice(0, 6),
  );
  const owners = last.owners.map((_, i) => (first.includes(99 + i) ? 0 : second.includes(99 + i) ? 1 : null));
  claim('the owners of the frames 99 to 108', last.owners).toEqual(owners);
  claim(
    'the number of free frames after each step',
    seen.map(({ free }) => free),
  ).toEqual([5, 2, 0]);
});

check('a request that cannot be met in full changes nothing', async (lab) => {
  const steps = [
    ['allocate', 0, 0, 5],
    ['allocate', 1, 0, 4], // only 3 are free
    ['allocate', 0, 3, 3], // guest frames 3 and 4 have a frame already
    ['allocate', 1, 0, 3], // exactly the last ones
    ['allocate', 1, 7, 1],
  ];
  const seen = await lab.call<Seen[]>('bench', { pool, vms, guestFrames, steps });
  claim('the answers of the five requests', answers(seen)).toEqual([true, false, false, true, false]);
  claim(
    'the number of free frames after each',
    seen.map(({ free }) => free),
  ).toEqual([3, 3, 3, 0, 0]);
  claim('the map after the second request, which was refused', seen[1]!.map).toEqual(seen[0]!.map);
  claim('the map after the third request, which was refused', seen[2]!.map).toEqual(seen[0]!.map);
  claim('the owners after both', seen[2]!.owners).toEqual(seen[0]!.owners);
});

check('what is released is free again, and nothing can be released twice', async (lab) => {
  const steps = [
    ['allocate', 0, 0, 4],
    ['allocate', 1, 0, 4],
    ['release', 0, 1, 2],
    ['release', 0, 1, 2], // they are gone
    ['release', 0, 0, 4], // 1 and 2 are gone, so all of this is refused
    ['release', 1, 3, 2], // guest frame 4 never had a frame
    ['allocate', 1, 6, 2],
  ];
  const seen = await lab.call<Seen[]>('bench', { pool, vms, guestFrames, steps });
  claim('the answers of the seven requests', answers(seen)).toEqual([true, true, true, false, false, false, true]); // prettier-ignore
  claim(
    'the number of free frames after each',
    seen.map(({ free }) => free),
  ).toEqual([4, 0, 2, 2, 2, 2, 0]);
  claim('the guest frames of VM 0 that still have a frame', having(seen[5]!.map[0]!)).toEqual([0, 3]);
  claim('the guest frames of VM 1 that still have a frame', having(seen[5]!.map[1]!)).toEqual([0, 1, 2, 3]);
  const again = seen[6]!.map[1]!.slice(6);
  claim('the two frames that VM 1 gets afterwards', numbers(again)).toEqual(
    numbers(seen[1]!.map[0]!.slice(1, 3)),
  );
});

check('a VM that ends gives back everything that it had', async (lab) => {
  const steps = [
    ['allocate', 0, 0, 3],
    ['allocate', 1, 0, 2],
    ['allocate', 0, 5, 3],
    ['releaseAll', 0],
    ['releaseAll', 0],
    ['allocate', 1, 2, 6],
    ['releaseAll', 1],
  ];
  const seen = await lab.call<Seen[]>('bench', { pool, vms, guestFrames, steps });
  claim('the answers of the seven requests', answers(seen)).toEqual([true, true, true, 6, 0, true, 8]);
  claim('the map of VM 0 after its end', seen[3]!.map[0]).toEqual(none);
  claim('the map of VM 1 after the end of VM 0', seen[4]!.map[1]).toEqual(seen[1]!.map[1]);
  claim('the number of free frames after each request', seen.map(({ free }) => free)).toEqual([5, 3, 0, 6, 6, 0, 8]); // prettier-ignore
  claim('the owners in the end', seen[6]!.owners).toEqual(Array.from({ length: 10 }, () => null));
});

check('a frame reads as zeros when it is handed out', async (lab) => {
  const steps = [
    ['allocate', 0, 0, 6], // these hold what firmware left there
    ['release', 0, 2, 2],
    ['allocate', 1, 0, 4], // two of these hold what VM 0 wrote
    ['releaseAll', 0],
    ['allocate', 1, 4, 4],
  ];
  const seen = await lab.call<Seen[]>('bench', { pool, vms, guestFrames, steps });
  claim('the answers of the five requests', answers(seen)).toEqual([true, true, true, 4, true]);
  claim('the frames handed out first that held what firmware left', seen[0]!.dirty).toEqual([]);
  claim('the frames handed out to VM 1 that held something', seen[2]!.dirty).toEqual([]);
  claim('the frames handed out after the end of VM 0 that held something', seen[4]!.dirty).toEqual([]);
  claim(
    'the frames in use whose contents were lost',
    seen.flatMap(({ spoiled }) => spoiled),
  ).toEqual([]);
});

function answers(seen: Seen[]): Seen['answer'][] {
  return seen.map(({ answer }) => answer);
}

/** The guest frames that have a machine frame in this row of the map. */
function having(row: (number | null)[]): number[] {
  return guestFrames.filter((_, i) => row[i] !== null);
}

/** Frames in order of number, so that it does not matter which guest frame got which. */
function numbers(frames: (number | null)[]): number[] {
  return frames.map((frame) => frame ?? -1).sort((a, b) => a - b);
}
