/** Reporters of an editor are modules of its own; this one writes down what it is told. */
import { writeFileSync } from 'node:fs';
import { Workspace } from '../sandbox/index.js';
import { Reporters } from './reporters.js';
import { jestResults } from './results.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

test('it is told that the run begins, what came of each file, and that it is complete', async () => {
  const path = workspace.path('reporter.js');
  writeFileSync(
    path,
    `const told = (global.toldToReporter = []);
     module.exports = class {
       constructor(config) { told.push(config.rootDir); }
       onRunStart(results) { told.push(results.numTotalTestSuites); }
       onTestFileResult(test, result) { told.push(test.path, result.numFailingTests, result.testExecError.message); }
       onRunComplete(contexts, results) { told.push(results.success); }
     };`,
  );
  const reporters = new Reporters([path], '/h');
  await reporters.begin(1, 0);
  await reporters.end(jestResults([{ path: '/h/x.test.ts', checks: [], fault: 'no' }], { start: 0, end: 1 }));
  const { toldToReporter } = globalThis as unknown as { toldToReporter: unknown };
  expect(toldToReporter).toEqual(['/h', 1, '/h/x.test.ts', 0, 'no', false]);
});

test('one that is not there is told in one line', () => {
  expect(() => new Reporters(['/nowhere/reporter.js'], '/h')).toThrow(
    /^--reporters \/nowhere\/reporter\.js: cannot be used: .*Cannot find module[^\n]*$/,
  );
});
