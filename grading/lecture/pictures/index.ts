/** The pictures of a lecture. */
export { findPictures, noPictures, type NotShown, type ResolveImage } from './find-pictures.js';
export { imageFiles } from './image-files.js';
export { liftPictures, renderPicture } from './pictures.js';
