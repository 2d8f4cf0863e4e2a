/** What a query throws: a database that is gone is told in one line; a mistake of ours stays what it is. */
import { DatabaseError, explainDatabaseError } from './database.js';

test.each([
  [
    'a full disk under PGlite',
    { name: 'ErrnoError', errno: 51 },
    /\(No space left on device\).*: its disk is full: make room, and run/,
  ],
  [
    'a full disk of a server',
    { code: '53100', message: 'could not extend file' },
    /\(could not extend file\).*: its disk is full/,
  ],
  [
    'a server that is shut down',
    { code: '57P01', message: 'terminating connection' },
    /run the same command again when it can be used$/,
  ],
  [
    'nobody at that address',
    { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
    /^here: the database does not answer \(connect/,
  ],
  [
    'a program that stopped',
    new Error('Aborted().\nBuild with -sASSERTIONS'),
    /\(Aborted\(\)\. Build with -sASSERTIONS\)/,
  ],
  [
    'a wrong password',
    { code: '28P01', message: 'password authentication failed for user "test"' },
    /^here: the server refuses \(password auth.*\): give the right user and password in --database$/,
  ],
  ['an error without words', { strange: 1 }, /\(\{"strange":1\}\)/],
])('%s is told in one line', (_what, error, words) => {
  const explained = explainDatabaseError(error, 'here');
  expect(explained).toBeInstanceOf(DatabaseError);
  expect(explained.message).toMatch(words);
  expect(explained.message).not.toContain('\n');
});

test('a query that breaks a rule of the tables is a mistake of ours', () => {
  const error = Object.assign(new Error('duplicate key'), { code: '23505' });
  expect(explainDatabaseError(error, 'here')).toBe(error);
});
