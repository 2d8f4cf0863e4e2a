/** Finds files that import each other in a circle. Imports of types count too: who reads one of the files needs all others. */
import { posix } from 'node:path';
import type { Import } from './imports.js';

/** Each as `one > two > one`. Where circles share files, not all of them are told at once; the others show when these are gone. */
export function findCircles(imports: readonly Import[]): string[] {
  const targets = new Map<string, Set<string>>();
  for (const { file, specifier } of imports.filter((one) => one.specifier.startsWith('.'))) {
    const target = posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
    targets.set(file, (targets.get(file) ?? new Set()).add(target));
  }
  const circles: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const follow = (file: string): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' > '));
      return;
    }
    if (!done.has(file)) {
      path.push(file);
      targets.get(file)?.forEach(follow);
      path.pop();
      done.add(file);
    }
  };
  [...targets.keys()].forEach(follow);
  return circles;
}
