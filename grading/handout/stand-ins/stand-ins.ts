/**
 * Which parts have a stand-in, and of which exercise they are. A handout's rig for exercise 08, say, has none for `emulate`: there the
 * student's part is plugged in. What is missing here makes the hand-out of an exercise that needs it refuse.
 */
export const standIns: Readonly<Record<string, { readonly exercise: string; readonly file: string }>> = {
  allocator: { exercise: '02', file: 'allocator.ts' },
  emulate: { exercise: '08', file: 'emulate.ts' },
  shadow: { exercise: '11', file: 'shadow.ts' },
  hypercall: { exercise: '13', file: 'hypercall.ts' },
  paging: { exercise: '14', file: 'paging.ts' },
};

/** The stand-ins that an exercise's guests need, where it is fewer than all of the other exercises' parts. */
export const needed: Readonly<Record<string, readonly string[]>> = {
  '08': ['allocator', 'shadow'],
  '09': ['allocator', 'emulate', 'shadow'],
  '10': ['allocator', 'emulate', 'shadow'],
  '11': ['allocator', 'emulate'],
  '12': ['allocator', 'emulate'],
  '13': ['allocator', 'paging'],
  '16': ['allocator', 'hypercall', 'paging'],
};

/** What `hyperlab boot` uses in a handout, where a part is not the student's. Modes that need more must get it from the student. */
export const standInsToBoot: readonly string[] = ['allocator', 'emulate', 'shadow'];

/** Those of an exercise, by its id. */
export function standInsFor(id: string): string[] {
  const number = id.slice(0, 2);
  return (
    needed[number]?.slice() ?? Object.keys(standIns).filter((name) => standIns[name]!.exercise !== number)
  );
}
