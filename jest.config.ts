/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';
import { labSettings, longSettings, suiteSettings } from './grading/suite/plain-jest/jest-settings';

// `npx jest exercises/08` grades the part in this checkout: the set-up script, made by the build, compiles it first.
const config: Config = {
  // Jest leaves one processor idle by default: of two that is half of the machine.
  maxWorkers: '100%',
  testTimeout: 60_000, // a backstop: a busy machine is no reason to fail
  testSequencer: '<rootDir>/grading/longest-first.mjs',
  projects: [
    labSettings(__dirname),
    longSettings(__dirname),
    { ...suiteSettings(__dirname), globalSetup: '<rootDir>/dist/session-setup.js' },
  ],
};

export default config;
