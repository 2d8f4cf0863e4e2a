/** A line for each entry of the list called `place` whose `key` an entry before it has too. */
export function repeated<K extends string>(
  entries: readonly Readonly<Record<K, string>>[],
  key: K,
  place: string,
): string[] {
  return entries.flatMap((entry, index) => {
    const first = entries.findIndex((other) => other[key] === entry[key]);
    if (first === index) {
      return [];
    }
    return [
      `${place}[${index}].${key}: is ${JSON.stringify(entry[key])}, as in ${place}[${first}]; give each its own`,
    ];
  });
}
