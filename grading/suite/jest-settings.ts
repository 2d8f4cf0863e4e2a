/** How Jest runs here: the lab's own tests, and the suites that grade a part. Used by jest.config.ts and by the engine. */
import type { Config } from 'jest';

const common = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
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
    displayName: 'suites',
    roots: ['<rootDir>/exercises', '<rootDir>/grading/suites'],
    testMatch: ['<rootDir>/exercises/*/checks.test.ts', '<rootDir>/grading/suites/*/hidden.test.ts'],
    setupFilesAfterEnv: ['<rootDir>/grading/suite/setup.ts'],
  } satisfies Config;
}

/** The tests of the lab itself. */
export function labSettings(rootDir: string) {
  return {
    ...common,
    rootDir,
    displayName: 'lab',
    roots: ['<rootDir>/src', '<rootDir>/solutions', '<rootDir>/grading'],
    testMatch: ['**/*.test.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/hidden\\.test\\.ts$', '<rootDir>/grading/samples/'],
  } satisfies Config;
}
