/** Finds the strongest sandbox that works here, by trying in each exactly what the grader will do. */
import { spawnSync } from 'node:child_process';
import { closeSync, writeFileSync } from 'node:fs';
import { identityOf, PATH_ONLY, sandboxCommand, type Sandbox, type SandboxKind } from './command.js';
import { rigLimits } from './limits.js';
import { openScript } from './open-script.js';
import { Workspace } from './workspace.js';

/**
 * Tried once in a process. Throws where none works: then no check could be run, and a grader that says so at once is
 * better than a class full of verdicts that are no verdicts.
 */
export function detectSandbox(): Sandbox {
  return (detected ??= detect());
}

let detected: Sandbox | undefined;

function detect(): Sandbox {
  const workspace = new Workspace();
  const file = workspace.path('trial.js');
  const reasons: string[] = [];
  try {
    writeFileSync(file, TRIAL);
    for (const sandbox of candidates()) {
      const reason = trial(sandbox, file);
      if (reason === undefined) {
        return sandbox;
      }
      reasons.push(`${sandbox.kind}${sandbox.asNobody ? ' as nobody' : ''}: ${reason}`);
    }
  } finally {
    workspace.remove();
  }
  throw new Error(`no sandbox works on this machine (${reasons.join('; ')})`);
}

function candidates(): Sandbox[] {
  const identities = process.getuid?.() === 0 ? [true, false] : [false];
  const kinds: SandboxKind[] = ['bubblewrap', 'process limits only'];
  return kinds.flatMap((kind) => identities.map((asNobody) => ({ kind, asNobody })));
}

/** Answers what it is asked, as a rig does; and ends its group, with the shell that holds the lifeline. */
const TRIAL = `const fs = require('node:fs');
fs.writeSync(1, 'answer to ' + fs.readFileSync(0));
try { process.kill(-process.pid, 'SIGKILL'); } catch {}`;

/** Node.js takes it here as it does in `spawn`; its types do not say so. */
const OWN_GROUP = { detached: true } as object;

/** Why the sandbox does not work; undefined when it does. */
function trial({ kind, asNobody }: Sandbox, file: string): string | undefined {
  const program = { script: file, handed: true } as const;
  const { file: command, args } = sandboxCommand(kind, program, [], [], rigLimits);
  const script = openScript(file);
  try {
    const { stdout, stderr, error, status } = spawnSync(command, args, {
      input: 'question\n',
      ...OWN_GROUP,
      encoding: 'utf8',
      timeout: 20_000,
      killSignal: 'SIGKILL',
      cwd: '/',
      env: PATH_ONLY,
      stdio: ['pipe', 'pipe', 'pipe', script, kind === 'bubblewrap' ? 'ignore' : 'pipe'],
      ...identityOf(asNobody),
    });
    if (stdout === 'answer to question\n') {
      return undefined;
    }
    return error?.message ?? (stderr.trim().split('\n')[0]!.slice(0, 200) || `exit status ${status}`);
  } finally {
    closeSync(script);
  }
}
