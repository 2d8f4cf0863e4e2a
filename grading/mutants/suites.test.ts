/** What is known of the lab's own mutants: each entry is about a mutant of the reference as it stands, and about one alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { findMutants } from './find-mutants.js';
import { isAbout, readKnown } from './known.js';

const root = labRoot();

test.each(loadExercises(root).map(({ manifest }) => [manifest.id, manifest] as const))(
  'the entries of %s fit its reference',
  (id, manifest) => {
    const mutants = findMutants(readFileSync(join(root, 'solutions', id, manifest.part.file), 'utf8'));
    const known = readKnown(root, manifest);
    const stale = known.equivalent.filter((entry) => !mutants.some((mutant) => isAbout(entry, mutant)));
    expect(stale).toEqual([]);
    const names = new Set(mutants.flatMap(({ within }) => within));
    expect(Object.keys(known.rules).filter((name) => !names.has(name))).toEqual([]);
  },
);
