/** What other systems are told of a submission that could not be read: why, and no points. `faults`: one line each. */
import { legible } from '../report/index.js';

const MOST_TEXT = 8000;

export function refusedForGradescope(faults: readonly string[]): object {
  const output = `Nothing was graded. ${legible(faults.join('\n'), MOST_TEXT)}`;
  const formats = { output_format: 'text', test_output_format: 'text', test_name_format: 'text' };
  return { score: 0, output, ...formats, visibility: 'visible', stdout_visibility: 'hidden', tests: [] };
}

/** Such a submission costs the student no attempt there. */
export function refusedForPrairieLearn(faults: readonly string[]): object {
  const told = faults.map((fault) => legible(fault, MOST_TEXT));
  return { gradable: false, message: 'Nothing was graded.', format_errors: told };
}
