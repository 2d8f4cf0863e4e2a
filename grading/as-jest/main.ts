#!/usr/bin/env node
/**
 * The program that stands in a handout where editors look for Jest: the visible checks, with Jest's options and results. It ends as
 * Jest does: with status 0 when all tests passed, else 1.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { openLab, type Lab } from '../lab/index.js';
import { UsersFault } from '../users-fault.js';
import { checkFiles, withParts } from './check-files.js';
import { chosen } from './chosen.js';
import { readOptions, type Options } from './options.js';
import { Reporters } from './reporters.js';
import { jestResults } from './results.js';
import { tellResults } from './tell.js';

/** The version whose options and results these are. */
const VERSION = '30.0.0';

async function main(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  if (options.version) {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const lab = openLab([]);
  if (options.showConfig) {
    process.stdout.write(`${JSON.stringify(configOf(lab), null, 2)}\n`);
    return 0;
  }
  const files = withParts(lab, chosen(lab.exercises, options, process.cwd()));
  if (options.list) {
    const paths = files.map(({ suites }) => suites.visible);
    process.stdout.write(
      options.json ? `${JSON.stringify(paths)}\n` : paths.map((path) => `${path}\n`).join(''),
    );
    return 0;
  }
  return run(lab, files, options);
}

async function run(lab: Lab, exercises: Lab['exercises'], options: Options): Promise<number> {
  const reporters = new Reporters(options.reporters, lab.root);
  const start = Date.now();
  await reporters.begin(exercises.length, start);
  const files = await checkFiles(lab, exercises, options.inline);
  const results = jestResults(files, { start, end: Date.now() });
  if (exercises.length === 0) {
    process.stderr.write('No tests found: no part of an exercise is meant by that\n');
  } else {
    process.stderr.write(tellResults(results, lab.root));
  }
  if (options.inline) {
    process.stderr.write('This was a run for a debugger, without walls and limits: it is no grade.\n');
  }
  await reporters.end(results);
  writeOut(JSON.stringify(results), options);
  return results.success && (exercises.length > 0 || options.passWithNoTests) ? 0 : 1;
}

/** The file is complete before the line that names it is written: an editor reads it then. */
function writeOut(text: string, { json, outputFile }: Options): void {
  if (outputFile !== undefined) {
    writeFileSync(outputFile, text);
    process.stderr.write(`Test results written to: ${relative('', outputFile)}\n`);
  } else if (json) {
    process.stdout.write(`${text}\n`);
  }
}

/** What an editor asks for to know which files are tests. */
function configOf({ root }: Lab): object {
  const config = {
    rootDir: root,
    roots: [`${root}/exercises`],
    testRegex: ['/exercises/[^/]+/checks\\.test\\.ts$'],
    testMatch: [],
    transform: [],
  };
  return {
    configs: [config],
    globalConfig: { rootDir: root, watch: false, watchAll: false },
    version: VERSION,
  };
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const told =
      error instanceof UsersFault ? error.message : `the grader failed: ${String((error as Error).stack)}`;
    process.stderr.write(`hyperlab: ${told}\n`);
    process.exitCode = 1;
  },
);
