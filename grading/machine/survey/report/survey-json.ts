/** The survey for programs. Its form is that of grading/schemas/survey.schema.json, which explains each field. */
import { verdictOn, type SurveyRow } from '../index.js';
import { inaccessible, isInaccessible } from './survey-ranges.js';

/** Goes up when the form changes. */
const VERSION = 1;

export function surveyJson(profile: string, rows: readonly SurveyRow[]): string {
  const { virtualizable, sentence, guest } = verdictOn(rows);
  const record = {
    version: VERSION,
    profile,
    virtualizable,
    verdict: sentence,
    guestVerdict: guest,
    rows: rows.filter((row) => !isInaccessible(row)),
    inaccessible: { read: inaccessible(rows, 'read'), write: inaccessible(rows, 'write') },
  };
  return `${JSON.stringify(record, undefined, 2)}\n`;
}
