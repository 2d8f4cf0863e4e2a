/** The hidden checks of exercise 02: random histories against a model, pools of all shapes, thrift, and a guest that spies. */
import fc from 'fast-check';
import { framesLookedAt, inWords, type BenchInput, type Seen, type Step } from './bench.js';
import type { Espionage } from './espionage.js';
import { histories } from './generate.js';
import { AllocatorModel } from './model.js';

check('no frame is lost or owned twice, whatever VMs ask for', async (lab) => {
  let refused: Error | undefined; // the part threw or did not end: a shorter history would not say more
  const property = fc.asyncProperty(histories, async (input) => {
    if (refused) {
      return;
    }
    const seen = await lab.call<Seen[]>('bench', input).catch((error: unknown) => {
      refused = error as Error;
    });
    if (seen) {
      followsModel(input, seen);
    }
  });
  await fc.assert(property, { seed: lab.seed, numRuns: 100 });
  if (refused) {
    throw refused;
  }
});

check('a pool is used up to its last frame, never beyond, and recovers', async (lab) => {
  for (const firstFrame of [0, 1, 0x8_0400, 2 ** 22 - 9]) {
    for (const frameCount of [0, 1, 9]) {
      const steps: Step[] = [
        ...Array.from({ length: frameCount + 1 }, (_, i): Step => ['allocate', i % 2, i, 1]),
        ['allocate', 2, 0, 2 ** 40],
        ['allocate', 2, 2 ** 40, 2 ** 40],
        ['release', 0, 0, 2 ** 40],
        ['releaseAll', 1],
        ['releaseAll', 0],
        ...(frameCount > 0 ? ([['allocate', 2, 0, frameCount]] satisfies Step[]) : []),
        ['allocate', 0, 0, 1],
      ];
      const guestFrames = Array.from({ length: 10 }, (_, i) => i);
      const input = { pool: { firstFrame, frameCount }, vms: [0, 1, 2], guestFrames, steps };
      followsModel(input, await lab.call<Seen[]>('bench', input));
    }
  }
});

check('a frame is scrubbed once for each time that it is handed out', async (lab) => {
  const steps: Step[] = [
    ['allocate', 0, 0, 4],
    ['allocate', 1, 0, 9], // refused
    ['allocate', 0, 2, 2], // refused
    ['release', 0, 0, 2],
    ['release', 0, 0, 2], // refused
    ['allocate', 1, 0, 6],
    ['releaseAll', 0],
    ['releaseAll', 1],
    ['allocate', 0, 0, 1],
  ];
  const guestFrames = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const seen = await lab.call<Seen[]>('bench', {
    pool: { firstFrame: 64, frameCount: 8 },
    vms: [0, 1],
    guestFrames,
    steps,
  });
  const answers = seen.map(({ answer }) => answer);
  claim(`the answers of ${inWords(steps).join('; ')}`, answers).toEqual([
    true,
    false,
    false,
    true,
    false,
    true,
    2,
    6,
    true,
  ]);
  const scrubs = seen.map((each) => each.scrubs);
  claim(`the scrubs so far, after each of ${inWords(steps).join('; ')}`, scrubs).toEqual([
    4, 4, 4, 4, 4, 10, 10, 10, 11,
  ]);
});

check('a guest that reads its new memory finds no secret of the guest before it', async (lab) => {
  const { ends, report, kept } = await lab.call<Espionage>('espionage');
  claim('the ends of the three guests', ends).toEqual(['finished 0', 'finished 0', 'finished 0']);
  claim('the console of the guest that looked through its memory', report).toBe(
    'found 0x00000000 words that are not zero\n',
  );
  claim('the number of words of its secret that are left to the guest that is still there', kept).toBe(
    15 * 1024,
  );
});

/** Claims, step by step, that the bench saw what the model says. */
function followsModel(input: BenchInput, seen: readonly Seen[]): void {
  const { firstFrame, frameCount } = input.pool;
  const model = new AllocatorModel(input);
  const words = inWords(input.steps);
  let history = '';
  for (const [i, step] of input.steps.entries()) {
    const now = seen[i]!;
    history += `${i === 0 ? '' : '; '}${words[i]}`;
    const after = `with firstFrame ${firstFrame} and frameCount ${frameCount}, after ${history}`;

    claim(`the last answer, ${after}`, now.answer).toBe(model.answer(step));
    const given = model.given(step, now);
    const free = model.free();
    const wrong = given.filter(
      (frame, j) => frame === null || !free.includes(frame) || given.indexOf(frame) !== j,
    );
    claim(`the frames handed out that were not free, ${after}`, wrong).toEqual([]);
    model.take(step, given);

    claim(`what translate gives, ${after}`, translations(input, now.map)).toEqual(
      translations(input, model.map()),
    );
    claim(`what ownerOf gives, ${after}`, owned(input, now.owners)).toEqual(owned(input, model.owners()));
    claim(`what ownerOf gives for frames far from the pool, ${after}`, now.strangers).toEqual([]);
    claim(`the number of free frames, ${after}`, now.free).toBe(model.free().length);
    claim(`the frames handed out that did not read as zeros, ${after}`, now.dirty).toEqual([]);
    claim(`the frames in use whose contents were lost, ${after}`, now.spoiled).toEqual([]);
  }
}

/** What is not undefined of a map, in words. */
function translations({ vms, guestFrames }: BenchInput, map: Seen['map']): string[] {
  return vms.flatMap((vm, i) =>
    guestFrames.flatMap((guestFrame, j) => {
      const frame = map[i]?.[j] ?? null;
      return frame === null ? [] : [`VM ${vm}, guest frame ${guestFrame}: frame ${frame}`];
    }),
  );
}

/** The frames that have an owner, in words. */
function owned({ pool }: BenchInput, owners: Seen['owners']): string[] {
  return framesLookedAt(pool).flatMap((frame, i) => {
    const owner = owners[i] ?? null;
    return owner === null ? [] : [`frame ${frame}: VM ${owner}`];
  });
}
