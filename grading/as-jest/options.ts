/** A command line of Jest's, as far as it means something here. Names are told with dashes or in camel case, as Jest takes them. */
import { UsersFault } from '../users-fault.js';

export interface Options {
  /** How `patterns` choose test files: as Jest's regular expressions, as paths, or as paths of files that tests are about. */
  readonly choice: 'pattern' | 'path' | 'related';
  /** None: all test files. */
  readonly patterns: readonly string[];
  /** Only name the test files. */
  readonly list: boolean;
  readonly version: boolean;
  readonly showConfig: boolean;
  readonly json: boolean;
  readonly outputFile: string | undefined;
  /** Modules of an editor's own; Jest's are left out. */
  readonly reporters: readonly string[];
  readonly passWithNoTests: boolean;
  /** Ours: without walls and limits, for a debugger. */
  readonly inline: boolean;
}

/** Options that take the next word, or what stands after `=`. Whatever else there is stands alone, and means nothing here. */
const WITH_VALUE = new Set(
  [
    ['outputFile', 'reporters', 'testPathPattern', 'testPathPatterns', 'testNamePattern', 't'],
    ['config', 'c', 'rootDir', 'maxWorkers', 'w', 'testTimeout', 'color', 'seed', 'shard', 'env', 'projects'],
    ['selectProjects', 'coverageReporters', 'collectCoverageFrom', 'coverageDirectory', 'coverageProvider'],
  ].flat(),
);

/** Those of Jest's own reporters that somebody may name. */
const JESTS_OWN = new Set(['default', 'verbose', 'summary', 'agent', 'github-actions']);

/** @throws UsersFault */
export function readOptions(words: readonly string[]): Options {
  const patterns: string[] = [];
  const values = new Map<string, string[]>();
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (!/^-./.test(word)) {
      patterns.push(word);
      continue;
    }
    const [, dashed = '', assigned] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const name = dashed.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const takesNext = WITH_VALUE.has(name) || /^(true|false)$/.test(queue[0] ?? '');
    const value = assigned ?? (takesNext ? queue.shift() : 'true');
    if (value === undefined) {
      throw new UsersFault(`${word}: what comes after it is missing`);
    }
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  requireNoWatching(values);
  const isOn = (name: string): boolean => (values.get(name)?.at(-1) ?? 'false') !== 'false';
  return {
    choice: isOn('runTestsByPath') ? 'path' : isOn('findRelatedTests') ? 'related' : 'pattern',
    patterns: [
      ...patterns,
      ...['testPathPattern', 'testPathPatterns'].flatMap((name) => values.get(name) ?? []),
    ],
    list: isOn('listTests'),
    version: isOn('version'),
    showConfig: isOn('showConfig'),
    json: isOn('json'),
    outputFile: values.get('outputFile')?.at(-1),
    reporters: (values.get('reporters') ?? []).filter((name) => !JESTS_OWN.has(name)),
    passWithNoTests: isOn('passWithNoTests'),
    inline: isOn('inline'),
  };
}

function requireNoWatching(values: ReadonlyMap<string, readonly string[]>): void {
  const asked = ['watch', 'watchAll'].find((name) => (values.get(name)?.at(-1) ?? 'false') !== 'false');
  if (asked !== undefined) {
    throw new UsersFault(
      `--${asked}: nothing is watched here: set "jest.runMode" to "on-save" in .vscode/settings.json, or use npx hyperlab check --watch`,
    );
  }
}
