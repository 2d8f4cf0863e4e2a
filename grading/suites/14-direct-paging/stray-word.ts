/** Looks for words in memory that nobody has asked for, after a step of the part. */
import type { PageUpdate } from '../../../src/hypervisor/index.js';
import { spellWord } from './spell.js';
import type { TableMemory } from './table-memory.js';

/** A word that is not what `updates` have asked for, in words; undefined when all are. */
export function strayWord(memory: TableMemory, updates: readonly PageUpdate[]): string | undefined {
  const asked = new Map(updates.map(({ frame, index, entry }) => [frame * 1024 + index, entry]));
  const stray = memory.changes().find(({ frame, index, word }) => asked.get(frame * 1024 + index) !== word);
  if (stray) {
    return spellWord(stray.frame, stray.index, stray.word);
  }
  // The hardware may walk a table at any moment, so a word must not stand there even for the time of one call.
  const between = memory.written.find(
    (one) =>
      !updates.some(
        ({ frame, index, entry }) => frame === one.frame && index === one.index && entry === one.word,
      ),
  );
  if (between) {
    return `${spellWord(between.frame, between.index, between.word)} is written`;
  }
  for (const [place, entry] of asked) {
    const [frame, index] = [Math.floor(place / 1024), place % 1024];
    const word = memory.wordAt(frame, index);
    if (word !== entry) {
      return spellWord(frame, index, word);
    }
  }
  return undefined;
}
