/** Slugs of headings, as GitHub makes them: the same links work there, in an editor's preview and in our pages. */

/** A fresh maker for one document; from the second on, the same words get `-1`, `-2` and so on behind them. */
export function createSlugger(): (heading: string) => string {
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  return (heading) => {
    const plain = slugOf(heading);
    let slug = plain;
    // A heading may itself read "hypervisors-1": count on until the slug is free.
    for (let count = repeats.get(plain) ?? 0; taken.has(slug);) {
      count += 1;
      repeats.set(plain, count);
      slug = `${plain}-${count}`;
    }
    taken.add(slug);
    return slug;
  };
}

/** Lower case, letters, marks, digits, `_` and `-` kept, each space a hyphen, all else dropped. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Alphabetic}\p{M}\p{Nd}\p{Nl}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}
