/** The database and the queue on a real PostgreSQL: what is recorded once stays, and what a dead process had goes to another. */
import {
  ClassStore,
  DatabaseError,
  openServer,
  type Database,
  type GraderIdentity,
} from '../database/index.js';
import { serverPrograms, TestServer } from '../database/server-for-tests.js';
import { GradingQueue } from './grading-queue.js';
import { Presence } from './presence.js';

jest.setTimeout(300_000);

const identity: GraderIdentity = { suite: 's1', engine: '1', seed: 1, lecture: 'L', exercises: ['01-x'] };
const result = {
  result: '{}\n',
  notes: { milliseconds: { '01-x': 10 }, sandbox: 'bubblewrap', warnings: [] } as const,
  summary: { score: 1, maxScore: 2, exercises: [] },
  gradedAt: '2026-11-30T00:00:00.000Z',
  milliseconds: 10,
  repeatable: [],
};
const attempt = (student: string, ref: string) => ({
  ...{ student, ref, source: ref, markedLate: false, passedOver: [] },
  parts: [{ exercise: '01-x', file: 'x.ts', sha256: 'abc' }],
});

// Without a server nothing of this can be tried, and the title of the test says so.
const there = serverPrograms() !== undefined;
const onServer = there ? describe : describe.skip;

onServer(
  `on a PostgreSQL server${there ? '' : ' (PostgreSQL is not installed here: apt-get install postgresql)'}`,
  () => {
    let server: TestServer;
    let url: string;
    let database: Database;
    let store: ClassStore;

    beforeAll(async () => (server = await TestServer.start()));
    afterAll(() => server.stop());
    beforeEach(async () => {
      url = await server.newDatabase();
      database = await openServer(url);
      store = await ClassStore.open(database);
      await store.students.save([{ key: 'ada', name: 'Ada', ids: {} }]);
    });
    afterEach(() => database.close());

    const add = (ref: string) =>
      store.attempts.add(attempt('ada', ref), new Map([['abc', 'const \u{1F600} = "\\u0000";\n']]));

    test('an attempt is kept once, with its text byte for byte, and attempts are numbered as they come', async () => {
      const [first, again, second] = [await add('a'), await add('a'), await add('b')];
      expect(again).toBe(first);
      const attempts = await store.attempts.list('ada');
      expect(attempts.map(({ id, number }) => [id, number])).toEqual([
        [first, 1],
        [second, 2],
      ]);
      expect(await store.attempts.partTexts(attempts[0]!)).toEqual(
        new Map([['abc', 'const \u{1F600} = "\\u0000";\n']]),
      );
    });

    test('of one grader’s results one is kept, the first of an attempt counts, and another grader’s does when it is told', async () => {
      const id = await add('a');
      const twice = await Promise.all([
        store.gradings.record(id, identity, result),
        store.gradings.record(id, identity, result),
      ]);
      expect(twice.sort()).toEqual([false, true]);
      const newer = { ...identity, suite: 's2' };
      await Promise.all([store.gradings.record(id, newer, result), store.gradings.record(id, newer, result)]);
      const [old, fresh] = await store.gradings.list();
      expect([old!.counts, fresh!.counts]).toEqual([true, false]);
      await store.gradings.apply([fresh!.id]);
      expect((await store.gradings.list()).map(({ counts }) => counts)).toEqual([false, true]);
      expect(await store.gradings.list()).toHaveLength(2);
    });

    test('what holds for copies of a part is found by its digest, for the same grader alone', async () => {
      const [parts, id] = [attempt('ada', 'a').parts, await add('a')];
      await store.gradings.record(id, identity, { ...result, repeatable: parts });
      expect(await store.gradings.ofParts(parts, identity)).toEqual([
        { exercise: '01-x', sha256: 'abc', result: '{}\n', notes: result.notes },
      ]);
      const others = [
        { ...identity, suite: 's2' },
        { ...identity, seed: 2 },
        { ...identity, engine: '2' },
      ];
      for (const other of others) {
        expect(await store.gradings.ofParts(parts, other)).toEqual([]);
      }
      expect(await store.gradings.ofParts([{ ...parts[0]!, sha256: 'abd' }], identity)).toEqual([]);
      expect(await store.gradings.ofParts([{ ...parts[0]!, exercise: '02-y' }], identity)).toEqual([]);
    });

    test('what holds for no copy is not found, and a class of before has a place for what does', async () => {
      await database.query('drop table hyperlab.graded_part'); // as an older hyperlab left it
      store = await ClassStore.open(database);
      await store.gradings.record(await add('a'), identity, result);
      expect(await store.gradings.ofParts(attempt('ada', 'a').parts, identity)).toEqual([]);
    });

    test('tables of a newer hyperlab are refused in one line, and left as they are', async () => {
      await database.query('update hyperlab.class set version = 2');
      await expect(ClassStore.open(database)).rejects.toThrow(
        /the class was made by a newer hyperlab \(version 2 of its tables, and this one knows 1\)/,
      );
    });

    test.each<[string, string[], (url: string) => string, RegExp]>([
      [
        'a user who is not known',
        [],
        (at) => at.replace('//test@', '//nobody@'),
        /refuses \(role "nobody" does not exist\): give the right user and password/,
      ],
      [
        'a database that is not there',
        [],
        (at) => `${at}0000`,
        /refuses \(database "\w+" does not exist\): create it on the server/,
      ],
      [
        'a user without rights',
        ['create role reader login'],
        (at) => at.replace('//test@', '//reader@'),
        /refuses \(permission denied .*\): let the owner/,
      ],
      [
        'a database that may only be read',
        [],
        (at) => `${at}?options=-cdefault_transaction_read_only%3Don`,
        /refuses \(cannot execute .*\): give the server that may be written/,
      ],
    ])('%s is told in one line with what to do', async (_what, before, change, words) => {
      for (const statement of before) {
        await database.query(statement);
      }
      const opened = openServer(change(url)).then(async (other) => {
        await other
          .transaction((query) => query("select nextval('hyperlab.process')"))
          .finally(() => other.close());
      });
      const error: unknown = await opened.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DatabaseError);
      expect((error as Error).message).toMatch(words);
    });

    test.each([
      ['a table of another program', 'create schema hyperlab; create table hyperlab.class (id int)'],
      [
        'a table without a row',
        'create schema hyperlab; create table hyperlab.class (version int, class text, settings text)',
      ],
      [
        'another program’s version',
        "create schema hyperlab; create table hyperlab.class as select '7' as version, 'x' as class, '' as settings",
      ],
      ['a schema of that name', 'create schema hyperlab'],
    ])('%s is not taken for a class, and left as it is', async (_what, made) => {
      const other = await openServer(await server.newDatabase());
      try {
        await other.query(made);
        await expect(ClassStore.open(other)).rejects.toThrow(
          /the schema "hyperlab" there was not made by hyperlab \(.+\): give a database of its own$/,
        );
        expect(await other.query("select from pg_tables where tablename = 'student'")).toEqual([]);
      } finally {
        await other.close();
      }
    });

    test('a database that lacks letters is refused before anything is made in it', async () => {
      await database.query("create database latin encoding 'LATIN1' template template0");
      const latin = await openServer(url.replace(/\w+$/, 'latin'));
      await expect(ClassStore.open(latin)).rejects.toThrow(
        /keeps its texts in LATIN1, which lacks letters: create one/,
      );
      await latin.close();
    });

    test('what a dead process had goes to another one, and what a living one has does not', async () => {
      const ids = [await add('a'), await add('b')];
      const [dying, living] = [await Presence.begin(url), await Presence.begin(url)];
      const [first, second] = [
        await GradingQueue.open(url, database, identity, dying),
        await GradingQueue.open(url, database, identity, living),
      ];
      await first.fill(ids);
      await first.fill(ids); // waits there already
      const [one, other] = [await first.take(), await second.take()];
      expect([one!.attempt, other!.attempt].sort()).toEqual([...ids].sort());
      expect(await second.take()).toBeUndefined();
      await second.fill(ids); // both are being graded
      expect(await second.take()).toBeUndefined();

      await dying.end(); // as when its process is killed: the server sees the connection go
      await second.fill(ids);
      expect((await second.take())!.attempt).toBe(one!.attempt);
      expect(await second.take()).toBeUndefined();
      await Promise.all([first.close(), second.close(), living.end()]);
    });

    test('there is one coordinator at a time', async () => {
      const [first, second] = [await Presence.begin(url), await Presence.begin(url)];
      await first.coordinate();
      await expect(second.coordinate()).rejects.toThrow(
        /another hyperlab class works on this class: wait for its end/,
      );
      await first.end();
      await second.coordinate();
      await second.end();
    });

    test('a server that goes away in the middle is told in one line, and what was recorded is there when it is back', async () => {
      const id = await add('a');
      await store.gradings.record(id, identity, result);
      const presence = await Presence.begin(url);
      const queue = await GradingQueue.open(url, database, identity, presence);
      await server.crash();
      for (const lost of [store.students.list(), add('b'), queue.take()]) {
        const error: unknown = await lost.catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(DatabaseError);
        expect((error as Error).message).toMatch(
          /^postgres:\S+: the database does not answer \(.+\); what was recorded is not lost: /,
        );
        expect((error as Error).message).not.toContain('\n');
      }
      await server.restart();
      expect(await store.gradings.list('ada')).toHaveLength(1);
      await Promise.all([queue.close(), presence.end()]);
    });
  },
);

test.each([
  ['postgres://test@127.0.0.1:1/x', /the database does not answer \(.*ECONNREFUSED.*\)/],
  ['mysql://x/y', /is no address of PostgreSQL: write postgres:\/\/user@host\/name/],
  ['nonsense', /is no address of a database/],
])('an address that is no good, %s, is told in one line', async (url, words) => {
  await expect(openServer(url)).rejects.toThrow(words);
});

test('an address with a password is never told as it stands', async () => {
  const error: unknown = await openServer('postgres://ada:se#cret@host/x').catch((reason: unknown) => reason);
  expect((error as Error).message).toMatch(/^--database: is no address of a database: write .*%40 for an @/);
  expect((error as Error).message).not.toMatch(/ada|cret/);
});
