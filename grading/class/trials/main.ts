/** `npm run bench:class` and `npm run class:kill`: what a class costs, and that nothing is lost whoever is killed. */
import { Command } from 'commander';
import { execute, prepare, seedNumber, wholeNumber } from '../../command-line/index.js';
import { Workspace } from '../../sandbox/index.js';
import { TestServer } from '../database/index.js';
import { benchClass } from './bench-class.js';
import { killRounds } from './kill-rounds.js';

const program = prepare(new Command('class-trials'));
const list = (text: string): string[] => text.split(',').filter((item) => item !== '');

program
  .command('bench')
  .description('what grading a class costs, beside plain Jest')
  .option('--students <number>', 'submissions', wholeNumber(1, 100_000), 1000)
  .option('--sample <number>', 'submissions that plain Jest grades', wholeNumber(1, 1000), 5)
  .option('--only <exercises>', 'some of the exercises', list)
  .option('--jobs <number>', 'submissions at a time', wholeNumber(1, 256))
  .action(benchClass);

program
  .command('kill')
  .description('kill a class again and again while it is graded')
  .option('--rounds <number>', 'how often', wholeNumber(1, 100_000), 200)
  .option('--seed <number>', 'of the moments', seedNumber, 1)
  .option(
    '--server',
    'with a PostgreSQL server and a worker, which are killed too, instead of the embedded database',
  )
  .action(async ({ rounds, seed, server }: { rounds: number; seed: number; server?: boolean }) => {
    const workspace = new Workspace();
    const postgres = server ? await TestServer.start() : undefined;
    try {
      const say = (line: string): void => void process.stdout.write(`${line}\n`);
      await killRounds({
        rounds,
        seed,
        folder: workspace.folder,
        say,
        ...(postgres && { server: postgres }),
      });
      say(`${rounds} rounds, seed ${seed}: nothing was lost, and nothing was graded twice`);
    } finally {
      await postgres?.stop();
      workspace.remove();
    }
  });

void execute(program);
