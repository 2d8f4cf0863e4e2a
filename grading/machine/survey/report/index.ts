/** The survey as people and programs read it: a table, and JSON. */
export { surveyJson } from './survey-json.js';
export { surveyTable } from './survey-table.js';
