/** Part of a query whose first value is the key of one student, or null for all. */
export function oneOrAll(column: string): string {
  return `($1::text is null or ${column} = $1)`;
}
