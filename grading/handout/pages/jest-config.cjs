// `npx jest exercises/01` runs the visible checks on your file, as `npx hyperlab check 01` does.
module.exports = {
  testEnvironment: 'node',
  testTimeout: 60_000,
  roots: ['<rootDir>/exercises'],
  testRegex: ['/exercises/[^/]+/checks\\.test\\.ts$'],
  transform: { '^.+\\.ts$': '<rootDir>/dist/jest-transform.js' },
  // Sources name their imports as the compiled files are named (`./hart.js`), as Node.js resolves them.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  sandboxInjectedGlobals: ['Math', 'Number'],
  // A check never imports the part, but `jest --watch` must know that saving the part is a reason to run it.
  dependencyExtractor: '<rootDir>/dist/part-dependencies.cjs',
  globalSetup: '<rootDir>/dist/session-setup.js',
  setupFilesAfterEnv: ['<rootDir>/dist/jest-setup.js'],
};
