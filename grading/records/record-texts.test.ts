import { exampleLecture } from '../report/page/example-lecture.js';
import { exampleResult } from '../result/example-result.js';
import { parseResult, type Result } from '../result/index.js';
import { UsersFault } from '../users-fault.js';
import { recordTexts } from './record-texts.js';

const notes = { milliseconds: {}, sandbox: 'bubblewrap', warnings: ['the rig did not start'] } as const;
const textsOf = (result: Result) => recordTexts({ result, notes }, exampleLecture);

/** What is thrown, which must be a failure of the grader's and nothing that a user is told to mend. */
function failure(result: Result): string {
  try {
    textsOf(result);
  } catch (error) {
    expect(error).not.toBeInstanceOf(UsersFault);
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

test('a result becomes four files, and its record is as its schema says', () => {
  const texts = textsOf(exampleResult);
  expect(Object.keys(texts).sort()).toEqual(['feedback.html', 'junit.xml', 'result.json', 'run.json']);
  expect(parseResult(texts['result.json']!)).toEqual(exampleResult);
});

test('a record that breaks its own schema is a failure of the grader, and no text is made', () => {
  const [first, ...others] = exampleResult.exercises;
  const [check, ...checks] = first!.checks;
  const wrong = { ...check!, console: 7 as unknown as string };
  const result = { ...exampleResult, exercises: [{ ...first!, checks: [wrong, ...checks] }, ...others] };
  expect(failure(result)).toMatch(/^its record breaks the schema of records: .*console: is 7; make it text/);
  expect(failure({ ...exampleResult, score: exampleResult.score + 1 })).toMatch(
    /score: is .* make it the sum/,
  );
});

test('where not one check could be run there is no record, and the reason is told', () => {
  const exercises = exampleResult.exercises.map((exercise) => ({
    ...exercise,
    score: 0,
    checks: exercise.checks.map((check) => ({ ...check, verdict: 'error' as const, points: 0 })),
  }));
  expect(failure({ ...exampleResult, score: 0, exercises })).toBe(
    'no check could be run: the rig did not start',
  );
});
