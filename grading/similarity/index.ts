/** The door of the room: what others may use of it. */
export {
  findSimilar,
  type HandedText,
  type Lines,
  type SameTexts,
  type Similarity,
  type SimilarPair,
} from './find-similar.js';
