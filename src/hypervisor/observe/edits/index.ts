/** Pages of code that the translate part has edited. */
export {
  type EditedPage,
  editSketch,
  effectiveEdits,
  needlessTraps,
  packEdits,
  type PageSketch,
  sketchedPage,
  unpackEdits,
  wrongEntry,
} from './edited-page.js';
