/** Names as they are compared: letters and digits alone, without marks and case. `Jürgen O’Neil` and `jurgen oneil` are the same. */

export function fold(text: string): string {
  return text
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

/** The ways to write a name, folded: platforms put the first or the last name first, or leave a comma out. */
export function waysToWrite({
  first,
  last,
  full,
}: {
  first?: string;
  last?: string;
  full?: string;
}): Set<string> {
  const ways = new Set<string>();
  const [family, given] = full?.includes(',') ? full.split(',', 2) : [last, first];
  if (full !== undefined) {
    ways.add(fold(full));
    const words = full.split(/[\s,]+/).filter((word) => word !== '');
    // `Ada King Lovelace` as `Lovelace Ada King`: any number of last words may be the family name.
    words.forEach((_, index) => ways.add(fold([...words.slice(index), ...words.slice(0, index)].join(''))));
  }
  if (family !== undefined && given !== undefined) {
    ways.add(fold(given + family));
    ways.add(fold(family + given));
  }
  ways.delete('');
  return ways;
}
