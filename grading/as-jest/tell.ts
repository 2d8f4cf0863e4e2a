/** A run for whoever reads the terminal, or the editor's output. */
import { relative } from 'node:path';
import type { JestFile, JestResults } from './results.js';

const marks = { passed: '✓', failed: '✕' } as const;

export function tellResults({ testResults, ...numbers }: JestResults, root: string): string {
  const { numFailedTests, numPassedTests, numTotalTests } = numbers;
  const counts = [
    ...(numFailedTests > 0 ? [`${numFailedTests} failed`] : []),
    ...(numPassedTests > 0 ? [`${numPassedTests} passed`] : []),
    `${numTotalTests} total`,
  ];
  return `${testResults.map((file) => tellFile(file, root)).join('\n')}\nTests:       ${counts.join(', ')}\n`;
}

function tellFile({ name, status, message, assertionResults }: JestFile, root: string): string {
  const lines = assertionResults.map((test) => `  ${marks[test.status]} ${test.title}`);
  return [
    `${status === 'passed' ? 'PASS' : 'FAIL'} ${relative(root, name)}`,
    ...lines,
    ...(message === '' ? [] : ['', message]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
