/** The mode full/binary-translation. */
export { binaryTranslation } from './binary-translation.js';
