/** The mode full/binary-translation, and which instructions it must edit. */
export { binaryTranslation } from './binary-translation.js';
export { failsSilently } from './fails-silently.js';
export { storable } from './state-page.js';
