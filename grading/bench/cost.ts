/** What a command costs: wall-clock time, and the processor time of all processes that it started, however deep. */
import { spawnSync } from 'node:child_process';

/** Seconds. */
export interface Cost {
  readonly wall: number;
  readonly processor: number;
}

/**
 * Runs `command` in `folder` and waits for all of its descendants. Throws when it fails, with what it said.
 * A process inside of bubblewrap is nobody's child when it ends, and the times of the shell would miss it. So a few lines
 * of Perl, which every Debian has, run the command as a "child subreaper" (prctl(2)): orphans become its children.
 */
export function costOf(command: readonly string[], folder: string): Cost {
  const before = performance.now();
  const args = ['-e', SUBREAPER, String(PRCTL[process.arch] ?? ''), ...command];
  const { status, stdout, stderr, error } = spawnSync('perl', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const wall = (performance.now() - before) / 1000;
  const [, processor] = /^processor (\S+)$/m.exec(stderr ?? '') ?? [];
  if (error || status !== 0 || processor === undefined) {
    throw new Error(`${command.join(' ')} failed: ${error?.message ?? stderr + stdout}`);
  }
  return { wall, processor: Number(processor) };
}

/** The number of prctl among the system calls (Linux). */
const PRCTL: Partial<Record<NodeJS.Architecture, number>> = { x64: 157, arm64: 167 };

const SUBREAPER = `
my $prctl = shift;
syscall($prctl, 36, 1, 0, 0, 0) if $prctl; # PR_SET_CHILD_SUBREAPER
my $pid = fork // die;
if (!$pid) { exec(@ARGV) or die "$ARGV[0]: $!" }
my $status = 0;
while ((my $gone = wait) != -1) { $status = $? if $gone == $pid }
my ($user, $system, $childUser, $childSystem) = times;
print STDERR "\\nprocessor ", $childUser + $childSystem, "\\n";
exit($status >> 8 || $status);
`;
