#!/usr/bin/env node
/** The command `hyperlab`. Exit status: 0 the grader did its work, 2 wrong usage or unreadable input, 3 the grader failed. */
import { Command } from 'commander';
import { execute, prepare } from '../command-line/index.js';
import { engineVersion } from '../engine-version.js';
import { withBoot } from './boot/index.js';
import { withCheck } from './check/index.js';
import { withClass, withGrading } from './instructor/index.js';
import { withPackages } from './platform/index.js';
import { withRun } from './run/index.js';
import { withShows } from './show/index.js';

const program = prepare(new Command('hyperlab'))
  .description('Build a hypervisor, part by part, and see how far it gets.')
  .version(engineVersion());

// In this order they stand in the help.
withGrading(program);
withClass(program);
withCheck(program);
withPackages(program);
withRun(program);
withBoot(program);
withShows(program);

// Ended from outside, the command still takes its temporary files along, and gives the terminal back.
process.once('SIGINT', () => process.exit(130));
process.once('SIGQUIT', () => process.exit(131));
process.once('SIGTERM', () => process.exit(143));
process.once('SIGHUP', () => process.exit(129));

void execute(program);
