/** Picks the sentences of a lecture section that a check is about, so that the page quotes what helps and not just the beginning. */

const MAX_EXCERPT = 420;

/**
 * Neighbouring sentences of `text`, at most about 420 characters, that share the most with the words of `about`; words that
 * are rare in the section count for more. The beginning when nothing is shared; undefined when there is no text.
 */
export function excerptOf(text: string, about = ''): string | undefined {
  if (text.length <= MAX_EXCERPT) {
    return text || undefined;
  }
  const sentences = text.split(/(?<=[.?!]) (?=\p{Lu})/u);
  const words = sentences.map(wordsOf);
  const wanted = wordsOf(about);
  const rarity = (word: string): number => 1 / words.filter((set) => set.has(word)).length;

  let best = { first: 0, length: windowLength(sentences, 0), score: 0 };
  for (const first of sentences.keys()) {
    const length = windowLength(sentences, first);
    const said = new Set(words.slice(first, first + length).flatMap((set) => [...set]));
    const score = [...wanted].filter((word) => said.has(word)).reduce((sum, word) => sum + rarity(word), 0);
    if (score > best.score) {
      best = { first, length, score };
    }
  }
  const { first, length } = best;
  const quoted = shortened(sentences.slice(first, first + length).join(' '));
  return first === 0 ? quoted : `… ${quoted}`;
}

/** How many sentences from `first` on fit; at least one. */
function windowLength(sentences: readonly string[], first: number): number {
  let characters = sentences[first]!.length;
  let length = 1;
  for (const sentence of sentences.slice(first + 1)) {
    characters += 1 + sentence.length;
    if (characters > MAX_EXCERPT) {
      break;
    }
    length++;
  }
  return length;
}

/** The words that carry meaning, in lower case, singular and plural alike. */
function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return new Set(words.map((word) => word.replace(/s$/, '')));
}

/** A single sentence may be too long by itself. */
function shortened(text: string): string {
  if (text.length <= MAX_EXCERPT) {
    return text;
  }
  const start = text.slice(0, MAX_EXCERPT);
  return `${start.slice(0, start.lastIndexOf(' ')).trimEnd()} …`;
}
