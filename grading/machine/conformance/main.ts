/**
 * `npm run conformance -- DIR`: boots every program in a folder, each in a `hyperlab run` of its own; one that ends with status
 * 0 passes. Exit status: 0 all passed, 1 some failed, 2 wrong usage or no program there.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { execute, type MachineChoice, prepare, withMachineOptions } from '../../command-line/index.js';
import { labRoot } from '../../lab-root.js';
import { findPrograms } from './find-programs.js';

/** A conformance test takes thousands. */
const MAX_INSTRUCTIONS = 50_000_000;

const program = prepare(new Command('conformance'))
  .description('boot every program in a folder; one that ends with status 0 passes')
  .argument('<folder>', 'with ELF files for a 32-bit RISC-V; other files are passed over')
  .action(conformance);

void execute(withMachineOptions(program, MAX_INSTRUCTIONS));

async function conformance(folder: string, _choice: MachineChoice, command: Command): Promise<void> {
  const { files, others } = findPrograms(folder);
  const options = argumentsOf(command);
  let passed = 0;
  for await (const { file, status, words } of inOrder(files, (file) => run(file, options))) {
    passed += status === 0 ? 1 : 0;
    console.log(status === 0 ? `pass  ${file}` : `FAIL  ${file}: status ${status}${words}`);
  }
  if (others > 0) {
    console.log(`${others} passed over: ELF files, but no programs for a 32-bit RISC-V`);
  }
  console.log(`${passed} passed, ${files.length - passed} failed`);
  process.exitCode = passed === files.length ? 0 : 1;
}

interface Run {
  readonly file: string;
  /** Null: it was ended from outside. */
  readonly status: number | null;
  /** What was said about the end, if anything. */
  readonly words: string;
}

/** All options as they were given or are by default: every one of them chooses something about the machine. */
function argumentsOf(command: Command): string[] {
  return command.options.flatMap((option) => {
    const value = command.getOptionValue(option.attributeName()) as string | number | undefined;
    return value === undefined ? [] : [option.long!, String(value)];
  });
}

function run(file: string, options: readonly string[]): Promise<Run> {
  const command = [join(labRoot(), 'dist/hyperlab.js'), 'run', ...options, '--', file];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', reject);
    child.on('close', (status) => {
      const [line = ''] = said.split('\n');
      resolve({ file, status, words: line.replace(/^hyperlab/, '') });
    });
  });
}

/** As many at once as there are processors; the results come in the order of the files. */
async function* inOrder(
  files: readonly string[],
  start: (file: string) => Promise<Run>,
): AsyncGenerator<Run> {
  const running: Promise<Run>[] = [];
  for (const file of files) {
    if (running.length === availableParallelism()) {
      yield (await running.shift())!;
    }
    running.push(start(file));
  }
  for (const result of running) {
    yield await result;
  }
}
