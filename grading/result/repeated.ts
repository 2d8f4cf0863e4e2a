/** A line for each entry of the list `place` that has the same `key` as an earlier entry. */
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
