/**
 * Jest's global set-up for `npx jest exercises/08`: compiles the parts that lie in this checkout and opens a session on
 * them, so that the visible checks run in an editor's Jest extension as they do in `hyperlab check`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { bundleRigs } from '../rig/index.js';
import { detectSandbox, Workspace } from '../sandbox/index.js';
import { type ExerciseSession, SESSION_VARIABLE, writeSession } from '../suite/index.js';
import { checkIds } from './check-ids.js';
import { Compiler } from './compiler.js';

/** Any seed does for a student's own run; it is fixed so that two runs of the same code agree. */
const SEED = 1;

export default async function setUp(): Promise<void> {
  const root = labRoot();
  const manifests = loadExercises(root).map(({ manifest }) => manifest);
  const workspace = new Workspace();
  const sandbox = detectSandbox();
  const compiler = new Compiler(root, sandbox);
  const sessions: ExerciseSession[] = [];
  for (const manifest of manifests) {
    const file = join(root, 'exercises', manifest.id, manifest.part.file);
    if (!existsSync(file)) {
      continue;
    }
    const part = await compiler.compile(manifest, readFileSync(file, 'utf8'));
    sessions.push({ exercise: manifest.id, seed: SEED, checks: checkIds(manifest), part });
  }
  compiler.close();
  const ids = manifests.map(({ id }) => id);
  await bundleRigs(root, ids, workspace.folder);
  const sessionFile = workspace.path('session.json');
  writeSession(sessionFile, { sandbox, rigs: workspace.folder, exercises: sessions });
  process.env[SESSION_VARIABLE] = sessionFile;
}
