/** How every command of ours ends: what the user can mend is one line and status 2; a failure of ours is status 3. */
import { writeSync } from 'node:fs';
import { CommanderError, type Command } from 'commander';
import { fullDiskOf, isDiskFull, UsersFault } from '../users-fault.js';

/** To be called before the subcommands are added: they inherit it. */
export function prepare(program: Command): Command {
  return program.exitOverride().configureOutput({
    outputError: (text, write) => write(text.replace(/^error: /, 'hyperlab: ')),
  });
}

export async function execute(program: Command): Promise<void> {
  process.stdout.on('error', endQuietly);
  process.stderr.on('error', endQuietly);
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has already said what is wrong; help and version are no mistakes.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (error instanceof UsersFault) {
      process.stderr.write(`hyperlab: ${oneLine(error.message)}\n`);
      process.exitCode = 2;
    } else if (isDiskFull(error)) {
      process.stderr.write(
        `hyperlab: a disk is full (${fullDiskOf(error)}); what was recorded is not lost: make room, and run the same command again\n`,
      );
      process.exitCode = 2;
    } else {
      const what = error instanceof Error ? error.stack : String(error);
      process.stderr.write(`hyperlab: the grader failed: ${what}\n`);
      process.exitCode = 3;
    }
    // All that cleans up has done so. What failed half-way may have left a timer or a connection, and nothing is to wait for it.
    process.exit();
  }
}

/** As of a program that SIGPIPE ends. */
const READER_GONE = 141;

/**
 * Nobody reads the output any more, as after `| head`: no reason for words. A command that listens by itself, such as `run` for the
 * guest's console, decides by itself.
 */
function endQuietly(this: NodeJS.WriteStream, error: NodeJS.ErrnoException): void {
  if (this.listenerCount('error') > 1) {
    return;
  }
  if (error.code === 'EPIPE') {
    process.exit(READER_GONE);
  }
  writeSync(STDERR, `hyperlab: the output cannot be written (${error.code}): send it to another place\n`);
  process.exit(2);
}

const STDERR = 2;

/** The first line of a message, and how many there are besides. */
function oneLine(message: string): string {
  const [first = '', ...others] = message.split('\n');
  return others.length === 0 ? first : `${first} (and ${others.length} more like it)`;
}
