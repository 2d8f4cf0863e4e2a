/** Works that need one another, side by side. */

/** Waits for all of them, and throws the first error. (One that fails makes the others fail: they use the same database.) */
export async function allOrNone(works: readonly Promise<void>[]): Promise<void> {
  const first = Promise.all(works);
  first.catch(() => undefined); // told below, when all have ended: Node.js ends at once for a failure that nobody listens to
  await Promise.allSettled(works);
  await first;
}
