/** `hyperlab class DIR --out DIR` grades a class, `hyperlab regrade OUT` grades parts of it again, `hyperlab worker` lends a hand. */
import {
  gradeClass,
  regradeClass,
  runWorker,
  type GradeClassOptions,
  type RegradeOptions,
  type WorkerOptions,
} from '../../class/index.js';

export function classCommand(folder: string, options: GradeClassOptions): Promise<void> {
  return gradeClass(folder, options);
}

export function workerCommand(options: WorkerOptions): Promise<void> {
  return runWorker(options);
}

export function regradeCommand(out: string, options: RegradeOptions): Promise<void> {
  return regradeClass(out, options);
}
