import { readFileSync } from 'node:fs';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { placeOfCheck } from './place-of-check.js';

test('the line and the column of the call, however its title is quoted', () => {
  const text = [
    "// check('b') is told here too",
    "check('it\\'s a', () => {});",
    '  check(',
    '    "b",',
    '  );',
    'recheck(`c`); check(`c`, () => {});',
  ].join('\n');
  expect(placeOfCheck(text, "it's a")).toEqual({ line: 2, column: 1 });
  expect(placeOfCheck(text, 'c')).toEqual({ line: 6, column: 15 });
  expect(placeOfCheck(text, 'd')).toBeUndefined();
});

const rows = loadExercises(labRoot()).flatMap(({ manifest: { id, checks }, suites: { visible } }) =>
  checks.filter(({ visibility }) => visibility === 'visible').map(({ title }) => ({ id, title, visible })),
);

test('each visible check of the lab has a line of its own', () => {
  const places = rows.map(({ id, title, visible }) => {
    const place = placeOfCheck(readFileSync(visible, 'utf8'), title);
    return `${id} ${title}: ${place === undefined ? 'nowhere' : 'there'}`;
  });
  expect(places.filter((place) => place.endsWith('nowhere'))).toEqual([]);
  const lines = rows.map(
    ({ id, title, visible }) => `${id}:${placeOfCheck(readFileSync(visible, 'utf8'), title)!.line}`,
  );
  expect(new Set(lines).size).toBe(rows.length);
});
