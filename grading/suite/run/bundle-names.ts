/** What the scripts are called that suites are built into; kept apart, so that a thread need not load the bundler. */
import { basename } from 'node:path';

/** Suites ask for a layer of `src/` by this name and the layer's. */
export const LAYER_PREFIX = 'lab:';

/** The script of the layers: a CommonJS module with an export for each. */
export const LAYERS_SCRIPT = 'layers.js';

/** The script made of one suite file. */
export function suiteScript(exercise: string, file: string): string {
  return `${exercise}.${basename(file, '.test.ts')}.js`;
}
