/** What the engine and a suite thread say to each other. */
import type { Sandbox } from '../../sandbox/index.js';
import type { SuiteRun } from './run-suites.js';
import type { ExerciseSession } from '../index.js';

/** What a thread is started with. */
export interface ThreadSetting {
  readonly root: string;
  /** The folder of the suites' scripts and of the rigs' bundles. */
  readonly folder: string;
  readonly sandbox: Sandbox;
}

export interface SuiteJob {
  readonly session: ExerciseSession;
  /** Names of scripts in the folder. */
  readonly suites: readonly string[];
}

export type ThreadRequest =
  /** A run of this exercise will be asked for: its rig may be started. */
  | { readonly kind: 'announce'; readonly exercise: string }
  /** It will not. */
  | { readonly kind: 'forget'; readonly exercise: string }
  /** Answered once, in order. */
  | { readonly kind: 'run'; readonly job: SuiteJob }
  | { readonly kind: 'close' };

export type ThreadReply = SuiteRun;
