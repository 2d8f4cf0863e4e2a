/** How Jest runs here: the lab's own tests, and the suites that grade a part. Used by jest.config.ts and by the engine. */
import type { Config } from 'jest';
import { privateCache } from './private-cache';

const COMMONJS = {
  allowJs: true,
  isolatedModules: true,
  module: 'commonjs',
  moduleResolution: 'bundler',
  target: 'es2022',
};

const common = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': ['ts-jest', { diagnostics: false }],
    // Published as ES modules alone, which Jest cannot load on Node.js 20.
    '/node_modules/@dodona/.+\\.js$': ['ts-jest', { diagnostics: false, tsconfig: COMMONJS }],
  },
  transformIgnorePatterns: ['/node_modules/(?!@dodona/)'],
  // Sources name their imports as the compiled files are named (`./hart.js`), as Node.js resolves them.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Test files run in a context of their own, where each look at a global object is slow: the machine multiplies with Math.
  sandboxInjectedGlobals: ['Math', 'Number'],
} satisfies Config;

/** The suites of the exercises; they need a session, which says what part they grade. */
export function suiteSettings(rootDir: string) {
  return {
    ...common,
    rootDir,
    cacheDirectory: privateCache(),
    displayName: 'suites',
    roots: ['<rootDir>/exercises', '<rootDir>/grading/suites'],
    // No path of the lab stands in a pattern: it may hold characters that mean something there.
    testRegex: ['/exercises/[^/]+/checks\\.test\\.ts$', '/grading/suites/[^/]+/hidden\\.test\\.ts$'],
    // A suite never imports the part, but `jest --watch` must know that saving the part is a reason to run it.
    dependencyExtractor: '<rootDir>/grading/suite/plain-jest/part-dependencies.cjs',
    setupFilesAfterEnv: ['<rootDir>/grading/suite/plain-jest/setup.ts'],
  } satisfies Config;
}

const NO_TESTS = ['/node_modules/', '/hidden\\.test\\.ts$', '/grading/samples/'];

/** The tests of the lab itself, without those that take minutes. */
export function labSettings(rootDir: string) {
  return {
    ...longSettings(rootDir),
    displayName: 'lab',
    testRegex: ['\\.test\\.ts$'],
    testPathIgnorePatterns: [...NO_TESTS, '\\.long\\.test\\.ts$'],
  } satisfies Config;
}

/** Those that take minutes: kernels from boot to halt in every mode, classes that are killed, a handout that is installed. */
export function longSettings(rootDir: string) {
  return {
    ...common,
    rootDir,
    cacheDirectory: privateCache(),
    displayName: 'long',
    roots: ['<rootDir>/src', '<rootDir>/solutions', '<rootDir>/grading'],
    testRegex: ['\\.long\\.test\\.ts$'],
    testPathIgnorePatterns: NO_TESTS,
  } satisfies Config;
}
