import { explainSystemError } from './read-file.js';
import { SubmissionError } from './submission-error.js';

const systemError = (code: string) => Object.assign(new Error('from the system'), { code });

test('what the system refuses is told in words', () => {
  expect(explainSystemError(systemError('EACCES'), 'a.ts').message).toBe(
    'a.ts may not be read: give yourself the permission to read it',
  );
  expect(explainSystemError(systemError('EPERM'), '').message).toBe(
    'may not be read: give yourself the permission to read it',
  );
  expect(explainSystemError(systemError('EIO'), '').message).toMatch(/^cannot be read \(EIO\)/);
});

test('what was explained before, and what the system did not say, stays what it was', () => {
  const explained = new SubmissionError('is empty');
  const bug = new TypeError('x is not a function');
  expect(explainSystemError(explained, 'a.ts')).toBe(explained);
  expect(explainSystemError(bug, 'a.ts')).toBe(bug);
});
