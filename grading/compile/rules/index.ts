/** What may stand in a part, and what is said about what may not. */
export { type Diagnostic, explainTooDeep, type Fault, oneLine, toDiagnostics } from './diagnostics.js';
export { type NamesForParts, readNamesForParts } from './for-parts.js';
export { layerOf, layersForParts, listOf } from './layer-names.js';
export { breachesOf } from './rules.js';
