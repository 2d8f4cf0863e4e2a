/** Which exercises a command line means: each has one test file, its visible checks. */
import { dirname, relative, resolve, sep } from 'node:path';
import type { Exercise } from '../exercises/index.js';
import { UsersFault } from '../users-fault.js';
import type { Options } from './options.js';

/** `folder` is where the command was started. @throws UsersFault for a pattern that is none */
export function chosen(
  exercises: readonly Exercise[],
  { choice, patterns }: Pick<Options, 'choice' | 'patterns'>,
  folder: string,
): Exercise[] {
  if (patterns.length === 0) {
    return [...exercises];
  }
  const meant = patterns.map((pattern): ((exercise: Exercise) => boolean) => {
    switch (choice) {
      case 'pattern': {
        const expression = expressionOf(pattern);
        return ({ suites }) => expression.test(suites.visible);
      }
      case 'path':
        return ({ suites }) => resolve(folder, pattern) === suites.visible;
      case 'related':
        return ({ suites }) => isInside(resolve(folder, pattern), dirname(suites.visible));
    }
  });
  return exercises.filter((exercise) => meant.some((means) => means(exercise)));
}

/** As Jest reads one: letters of both cases are the same, and `./` is where the command was started. */
function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern.replace(/^\.[/\\]+/, ''), 'i');
  } catch {
    throw new UsersFault(`${pattern}: is no regular expression; escape its special characters`);
  }
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`);
}
