/** `hyperlab package SYSTEM`: what an instructor uploads to another system, so that it grades with this lab. */
import { InputError } from '../../command-line/index.js';
import type { Exercise } from '../../exercises/index.js';
import { openLab } from '../../lab/index.js';
import {
  githubPackage,
  gradescopePackage,
  prairieLearnPackage,
  writePackage,
  writeWhole,
  zipOf,
  type GithubChoice,
} from '../../platforms/index.js';

interface PackageOptions {
  readonly out: string;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly lecture?: string;
}

export async function packageGradescope({ out, only = [], seed, lecture }: PackageOptions): Promise<void> {
  const { root, exercises } = openLab(only, lecture);
  const ids = exercises.map(({ manifest }) => manifest.id);
  const bytes = await zipOf(gradescopePackage(root, { exercises: ids, seed, ...ownNotes(lecture) }));
  writeWhole(out, bytes);
  const size = (bytes.length / 2 ** 20).toFixed(1);
  tell(`${out}: ${size} MiB, for ${ids.join(', ')}; give the assignment ${pointsOf(exercises)} points`);
}

export function packagePrairieLearn({
  out,
  only = [],
  seed,
  image,
  lecture,
}: PackageOptions & { readonly image: string }): void {
  if (!IMAGE.test(image)) {
    throw new InputError(
      `--image ${image}: is no name of an image: use one such as my-course/hyperlab-grader:1`,
    );
  }
  const { root, exercises } = openLab(only, lecture);
  writePackage(out, prairieLearnPackage(root, { exercises, seed, image, ...ownNotes(lecture) }));
  tell(`${out}: an image and ${exercises.length} questions; ${out}/README.md says what to do with them`);
}

export function packageGithub(options: PackageOptions & Omit<GithubChoice, 'exercises'>): void {
  const { out, only = [], organization, repository, classroom, assignment, seed } = options;
  for (const [option, name, shape] of [
    ['organization', organization, LOGIN],
    ['repository', repository, REPOSITORY],
    ['classroom', classroom, SLUG],
    ['assignment', assignment, SLUG],
  ] as const) {
    if (!shape.test(name)) {
      throw new InputError(`--${option} ${name}: is no such name: use letters, digits and hyphens`);
    }
  }
  const { root, exercises } = openLab(only);
  const choice = { exercises, seed, organization, repository, classroom, assignment };
  writePackage(out, githubPackage(root, choice));
  tell(`${out}: two workflows; ${out}/README.md says where they go, and how to limit your runner to them`);
}

/** Names as GitHub and Classroom 50 take them. */
const LOGIN = /^[a-z0-9][a-z0-9-]{0,38}$/i;
const REPOSITORY = /^[\w.-]{1,100}$/;
const SLUG = /^[a-z0-9][a-z0-9-]{1,38}$/;

/** As Docker writes names: a registry, a path and a tag. */
const IMAGE = /^[a-z0-9][a-z0-9._:/-]*$/i;

const ownNotes = (lectureFile?: string) => (lectureFile === undefined ? {} : { lectureFile });

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const pointsOf = (exercises: readonly Exercise[]): number =>
  exercises.flatMap(({ manifest }) => manifest.checks).reduce((sum, { points }) => sum + points, 0);
