/** Adds up one field of many records. Points are in halves, so the sum is exact. */
export function sum<K extends string>(items: readonly Readonly<Record<K, number>>[], key: K): number {
  return items.reduce((total, item) => total + item[key], 0);
}
