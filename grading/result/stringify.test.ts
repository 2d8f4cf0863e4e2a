import { exampleResult } from './example-result.js';
import { stringifyResult, type Result } from './index.js';

/** The same data with every object's fields the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, reversed(field)]),
  );
}

test('the same result gives the same bytes, in whatever order its objects were built', () => {
  expect(stringifyResult(reversed(exampleResult) as Result)).toBe(stringifyResult(exampleResult));
});

test('nothing is lost on the way to bytes', () => {
  expect(JSON.parse(stringifyResult(exampleResult))).toEqual(exampleResult);
});

test('fields stand in the order of the schema, indented by two spaces, with a newline at the end', () => {
  const text = stringifyResult(exampleResult);
  expect(text).toMatch(/^\{\n {2}"version": 2,\n {2}"submission": "ada",\n {2}"score": 7\.5,\n/);
  expect(text.endsWith('}\n')).toBe(true);
});

test('kinds of exits stand in one order, even those named like what every object has', () => {
  const exits = JSON.parse('{ "zero": 0, "__proto__": 2, "constructor": 1 }') as Record<string, number>;
  const [exercise] = exampleResult.exercises;
  const check = { ...exercise!.checks[0]!, exits };
  const text = stringifyResult({ ...exampleResult, exercises: [{ ...exercise!, checks: [check] }] });
  expect(text).toMatch(/"exits": \{\s+"__proto__": 2,\s+"constructor": 1,\s+"zero": 0\s+\}/);
});
