/**
 * Jest's global set-up for `npx jest exercises/08`: compiles the parts that lie in this checkout and opens a session on
 * them, so that the visible checks run in an editor's Jest extension as they do in `hyperlab check`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SEED } from '../default-seed.js';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { detectSandbox, Workspace } from '../sandbox/index.js';
import type { SessionPart } from '../suite/index.js';
import { type JestExercise, SESSION_VARIABLE, writeSession } from '../suite/plain-jest/index.js';
import { readPart, SubmissionError } from '../submission/index.js';
import type { Manifest } from '../result/index.js';
import { buildRigs } from './bundles.js';
import { checkIds } from '../verdicts/index.js';
import { Compiler } from './compiler.js';

let last: Workspace | undefined;

export default async function setUp(): Promise<void> {
  const root = labRoot();
  const exercises = loadExercises(root);
  last?.remove(); // of the run before, where Jest stays and watches
  const workspace = (last = new Workspace());
  const sandbox = detectSandbox();
  const compiler = new Compiler(root, sandbox);
  const sessions: JestExercise[] = [];
  for (const { manifest } of exercises) {
    const folder = join(root, 'exercises', manifest.id);
    if (!existsSync(join(folder, manifest.part.file))) {
      continue;
    }
    const part = await compilePart(folder, manifest, compiler);
    const hints = Object.fromEntries(manifest.checks.map(({ id, hints: [first] }) => [id, first]));
    sessions.push({ exercise: manifest.id, seed: DEFAULT_SEED, checks: checkIds(manifest), part, hints });
  }
  compiler.close();
  const rigs = await buildRigs(root, exercises, workspace);
  const sessionFile = workspace.path('session.json');
  writeSession(sessionFile, { sandbox, rigs, exercises: sessions });
  process.env[SESSION_VARIABLE] = sessionFile;
}

/** A part that cannot be read as it is handed in fails its checks with the reason, as one that does not compile. */
async function compilePart(folder: string, manifest: Manifest, compiler: Compiler): Promise<SessionPart> {
  const { file } = manifest.part;
  try {
    return await compiler.compile(manifest, (await readPart(folder, file)).text);
  } catch (error) {
    if (!(error instanceof SubmissionError)) {
      throw error;
    }
    const path = `${manifest.id}/${file}`;
    const errors = error.faults.map((message) => ({ file: path, line: 1, column: 1, message }));
    return { ok: false, file: path, errors };
  }
}
