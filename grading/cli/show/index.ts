/** The door of this room. Each command is loaded when it is called. */
import { later } from '../../command-line/index.js';

export const boot = later(async () => (await import('./boot.js')).bootCommand);
export const survey = later(async () => (await import('./survey.js')).surveyCommand);
export const demoModes = later(async () => (await import('./demo.js')).demoModes);
export const portCost = later(async () => (await import('./port-cost.js')).portCostCommand);
