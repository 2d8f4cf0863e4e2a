/** The hints of every check: a question, a direction, nearly the answer. What a machine can tell of them is tested here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';

const root = labRoot();
const checks = loadExercises(root).flatMap(({ manifest }) => {
  const page = readFileSync(join(root, 'exercises', manifest.id, 'README.md'), 'utf8');
  return manifest.checks.map((check) => ({ ...check, name: `${manifest.id} ${check.id}`, page }));
});

/** Letters, digits and nothing else, to compare what is said. */
const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');

/** The numbers in a text, as they are written: `0x222`, `1.5`, `2⁵³`. */
const numbersIn = (text: string): string[] => text.match(/0x[\da-f_]+|\d+(?:[.,]\d+)*[⁰¹²³⁴-⁹]*/gi) ?? [];

/** What stands in programs only: arrows, blocks, ends of statements, declarations. */
const CODE = /=>|[{}]|;\s*$|\b(?:const|let) \w+ =/m;

test('there are checks to look at', () => {
  expect(checks.length).toBeGreaterThan(40);
});

describe.each(checks)('the hints of $name', ({ title, hints, visibility, page }) => {
  const [question, direction, nearlyTheAnswer] = hints;

  test('begin with a question, which is the shortest of them', () => {
    expect(question).toMatch(/\?$/);
    expect(question.length).toBeLessThan(Math.min(direction.length, nearlyTheAnswer.length));
    expect([direction, nearlyTheAnswer].filter((hint) => !/[.?)]$/.test(hint))).toEqual([]);
  });

  test('are three texts, and none says the title again', () => {
    expect(new Set(hints.map(bare)).size).toBe(3);
    expect(hints.filter((hint) => bare(hint).includes(bare(title)))).toEqual([]);
  });

  test('point at sections that the task page has', () => {
    const sections = hints.flatMap((hint) => [...hint.matchAll(/“([^”]*)”/g)].map(([, name]) => name!));
    expect(sections.filter((name) => !page.includes(name))).toEqual([]);
  });

  test('are words, not code', () => {
    expect(hints.filter((hint) => CODE.test(hint))).toEqual([]);
  });

  if (visibility === 'hidden') {
    // Any number above 3 that is on no page can only be from a hidden input.
    test('hold no number that the task page does not', () => {
      const known = new Set(numbersIn(page).concat('1', '2', '3'));
      expect(hints.flatMap(numbersIn).filter((number) => !known.has(number))).toEqual([]);
    });
  }
});
