/** The survey of sensitive instructions. */
export { survey, type SurveyRow } from './survey.js';
export { verdictOn, type Verdict } from './verdict.js';
