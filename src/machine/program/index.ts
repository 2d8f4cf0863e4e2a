/** The door of this room: what other rooms may import from it. */
export { loadElf } from './elf.js';
export { type Image, ImageError, type Segment } from './image.js';
export { placeDeviceTree, placeImage } from './loading.js';
export { decodeUtf8, encodeUtf8 } from './text.js';
export { NOTHING_WATCHED, Tohost } from './tohost.js';
