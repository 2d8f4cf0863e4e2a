/** `hyperlab class DIR --out DIR`: grades a class. */
import { gradeClass, type GradeClassOptions } from '../class/index.js';

export function classCommand(folder: string, options: GradeClassOptions): Promise<void> {
  return gradeClass(folder, options);
}
