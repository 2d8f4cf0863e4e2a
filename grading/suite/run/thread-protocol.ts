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
  /** Many rigs will be started: by a launcher, which holds little memory. */
  readonly launcher: boolean;
}

export interface SuiteJob {
  /** A number of the grader's own. Parts of one submission may have one rig, one after another. */
  readonly submission: number;
  readonly session: ExerciseSession;
  /** Names of scripts in the folder. */
  readonly suites: readonly string[];
}

export type ThreadRequest =
  /** Runs for this submission will be asked for: its rig may be started. */
  | { readonly kind: 'announce'; readonly submission: number }
  /** No more of them will. */
  | { readonly kind: 'end'; readonly submission: number }
  /** Answered once, in order. */
  | { readonly kind: 'run'; readonly job: SuiteJob }
  | { readonly kind: 'close' };

export type ThreadReply = SuiteRun;
