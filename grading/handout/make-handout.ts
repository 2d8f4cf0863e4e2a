/** Puts the students' repository together, in memory: nothing is written before all of it is known to be right. */
import type { Exercise } from '../exercises/index.js';
import { graderDigest } from '../engine/index.js';
import type { Workspace } from '../sandbox/index.js';
import { lectureFiles } from '../lecture/index.js';
import { labFiles } from './lab-files.js';
import { withoutDeadLinks } from './links.js';
import { pages } from './pages.js';
import { findLeaks, HandoutRefused, sealBundles, sealPrograms, withheldTexts } from './seal/index.js';
import type { Handout } from './handout.js';
import { rehearse } from './rehearse.js';

export interface HandoutOptions {
  readonly root: string;
  readonly exercises: readonly Exercise[];
  readonly engine: string;
  /** The instructor's own lecture notes; the lab's where it is left out. */
  readonly lectureFile?: string;
  /** Told what is being done. */
  readonly onStep: (words: string) => void;
}

/** @throws HandoutRefused where something would be handed out that must not be, or would not work there */
export async function makeHandout(options: HandoutOptions, workspace: Workspace): Promise<Handout> {
  const { root, exercises, engine, lectureFile, onStep } = options;
  onStep('building the sealed command');
  const programs = await sealPrograms(root);
  const bundles = await sealBundles(root, exercises, workspace);
  const sealedFiles = [
    ...[...programs.files].map(([name, content]) => [`dist/${name}`, content] as const),
    ...[...bundles.files].map(([name, content]) => [`dist/bundles/${name}`, content] as const),
  ];
  const own = [...labFiles(root, exercises), ...lectureFiles(root, lectureFile)];
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of [...sealedFiles, ...own, ...pages(root, exercises, engine)]) {
    files.set(path, typeof content === 'string' ? Buffer.from(content) : content);
  }
  withoutDeadLinks(files);
  onStep('looking for what must stay in the lab');
  requireNoLeak(root, files, bundles.sources);
  const ids = exercises.map(({ manifest }) => manifest.id);
  const handout: Handout = {
    files,
    exercises: ids,
    engine,
    suite: graderDigest(root),
    suiteFiles: bundles.sources.filter((file) => file.startsWith('grading/suites/')),
  };
  onStep('rehearsing the checks');
  rehearse(root, handout, exercises, workspace);
  return handout;
}

/** What others have made holds none of our text, and is large. */
const OTHERS = /^dist\/(typescript\/|licences\.txt|.*\.tgz$)/;

function requireNoLeak(
  root: string,
  files: ReadonlyMap<string, Uint8Array>,
  sources: readonly string[],
): void {
  const handedOut = [...files].filter(([path]) => !OTHERS.test(path));
  const texts = new Map(handedOut.map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]));
  const open = [...texts].filter(([path]) => /^(src|exercises)\//.test(path) && !path.endsWith('.json'));
  const [leak] = findLeaks(
    texts,
    withheldTexts(root, sources),
    open.map(([, text]) => text),
  );
  if (leak !== undefined) {
    throw new HandoutRefused(
      `${leak.file}: the handout would hold a piece of it (${leak.found}: ${JSON.stringify(leak.piece)}); ` +
        'keep what hidden checks need in files that no visible scenario imports',
    );
  }
}
