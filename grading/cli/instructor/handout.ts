/** `hyperlab handout --out DIR`: the students' repository, without solutions and hidden checks. */
import { resolve } from 'node:path';
import { createProgress, InputError } from '../../command-line/index.js';
import { selectExercises } from '../../exercises/index.js';
import { handedOutIn, makeHandout, writeHandout } from '../../handout/index.js';
import { Workspace } from '../../sandbox/index.js';
import { engineVersion } from '../../engine-version.js';
import { openLab } from '../../lab/index.js';

interface HandoutChoice {
  readonly out: string;
  readonly only?: readonly string[];
  readonly lecture?: string;
}

export async function handoutCommand({ out, only = [], lecture }: HandoutChoice): Promise<void> {
  const folder = resolve(out);
  const lab = openLab(only, lecture);
  // What was handed out before stays: the next week's exercises are added to it.
  const earlier = handedOutIn(folder).filter((id) => lab.all.some(({ manifest }) => manifest.id === id));
  const chosen = selectExercises(lab.all, [...lab.exercises.map(({ manifest }) => manifest.id), ...earlier]);
  const workspace = new Workspace();
  const progress = createProgress(process.stderr);
  try {
    const handout = await makeHandout(
      {
        root: lab.root,
        exercises: chosen,
        engine: engineVersion(),
        ...(lecture === undefined ? {} : { lectureFile: lecture }),
        onStep: (words) => progress.show(`${words} …`),
      },
      workspace,
    );
    progress.clear();
    const { kept } = writeOut(folder, handout);
    const parts = chosen.map(({ manifest: { id, part } }) => `exercises/${id}/${part.file}`);
    for (const path of kept.filter((each) => !parts.includes(each))) {
      process.stderr.write(
        `hyperlab: note: ${path} has been changed since it was handed out, and stays as it is\n`,
      );
    }
    process.stdout.write(`Handed out: ${handout.exercises.join(', ')}\nThe students' repository: ${out}\n`);
    if (handout.suiteFiles.length > 0) {
      process.stdout.write(`In its sealed rigs, minified: parts of ${handout.suiteFiles.join(', ')}\n`);
    }
  } finally {
    progress.clear();
    workspace.remove();
  }
}

function writeOut(...args: Parameters<typeof writeHandout>): ReturnType<typeof writeHandout> {
  try {
    return writeHandout(...args);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) {
      throw error;
    }
    throw new InputError(
      `${args[0]}: the handout cannot be written (${message}); what was there is complete or unchanged: mend it and run the command again`,
    );
  }
}
