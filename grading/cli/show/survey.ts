/**
 * `hyperlab survey --profile P`: which instructions and CSR accesses are privileged and which sensitive, found by trying them.
 * As a table for people; with `--json` as grading/schemas/survey.schema.json says.
 */
import { survey } from '../../machine/survey/index.js';
import { surveyJson, surveyTable } from '../../machine/survey/report/index.js';
import { profiles } from '../../command-line/index.js';

export function surveyCommand(options: {
  readonly profile: keyof typeof profiles;
  readonly json?: true;
}): void {
  const rows = survey(profiles[options.profile]);
  process.stdout.write((options.json === true ? surveyJson : surveyTable)(options.profile, rows));
}
