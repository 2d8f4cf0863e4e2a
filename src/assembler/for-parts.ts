/**
 * What a part may import of this layer: nothing today. A part is handed instructions that are decoded, and hands none back.
 * How such a file works is said in src/machine/for-parts.ts.
 */
export {};
