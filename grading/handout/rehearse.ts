/**
 * Tries a handout before anybody gets it: with the reference parts every visible check must pass, and with the stubs none. So a
 * missing stand-in, a part of a rig that was left out, or an instructor's own solution in the place of a stub never gets out.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Exercise } from '../exercises/index.js';
import type { Workspace } from '../sandbox/index.js';
import { RECORD, recordOf, type Handout } from './handout.js';
import { HandoutRefused } from './seal/index.js';

export function rehearse(
  root: string,
  handout: Handout,
  exercises: readonly Exercise[],
  workspace: Workspace,
): void {
  const stage = workspace.path('rehearsal');
  const record = Buffer.from(JSON.stringify(recordOf(handout)));
  for (const [path, content] of [...handout.files, [RECORD, record] as const]) {
    put(join(stage, path), content);
  }
  const stubs = check(stage);
  const solved = stubs.scores.find(({ score }) => score > 0);
  if (solved !== undefined) {
    const part = partOf(exercises, solved.number);
    throw new HandoutRefused(`exercises/${part}: passes visible checks, so it is no stub; put the stub back`);
  }
  for (const { manifest } of exercises) {
    const part = `${manifest.id}/${manifest.part.file}`;
    put(join(stage, 'exercises', part), readFileSync(join(root, 'solutions', part)));
  }
  const references = check(stage);
  const failed = references.scores.find(({ score, most }) => score < most);
  if (failed !== undefined || references.scores.length < exercises.length) {
    const which = failed === undefined ? 'the lab' : `exercises/${partOf(exercises, failed.number)}`;
    throw new HandoutRefused(
      `${which}: the reference fails visible checks in the handout; a stand-in may be missing ` +
        `(grading/handout/stand-ins): ${references.why}`,
    );
  }
}

interface Score {
  /** `08` */
  readonly number: string;
  readonly score: number;
  readonly most: number;
}

/** The visible checks of all exercises, by the handout's own command. */
function check(stage: string): { readonly scores: readonly Score[]; readonly why: string } {
  const args = [join(stage, 'dist/hyperlab.js'), 'check'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: stage, encoding: 'utf8' });
  const lines = stdout.matchAll(/^(\d\d) .*: (\S+) of (\S+) points$/gm);
  const scores = [...lines].map(([, number, score, most]) => ({
    number: number!,
    score: Number(score),
    most: Number(most),
  }));
  // The line below the first check that did not pass says why; what the grader says of itself stands on standard error.
  const why = stderr.trim().split('\n')[0] || /^ {2}[✗!] .*\n +(.*)/m.exec(stdout)?.[1];
  return { scores, why: why ?? `exit status ${status}` };
}

function partOf(exercises: readonly Exercise[], number: string): string {
  const { id, part } = exercises.find(({ manifest }) => manifest.id.startsWith(`${number}-`))!.manifest;
  return `${id}/${part.file}`;
}

function put(file: string, content: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
