/** What `hyperlab report` refuses: folders that are no class, and places where something of the user's lies. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsersFault } from '../../users-fault.js';
import { makeClassFolder } from './class-for-tests.js';
import { makeReport } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'hyperlab-report-'));
afterAll(() => rmSync(root, { recursive: true }));
const path = (name: string): string => join(root, name);

const folder = path('class');
mkdirSync(folder);
const { students } = makeClassFolder(folder, 2, ['01']);

describe('what cannot be reported is one line for the user, with nothing written:', () => {
  const other = path('other');
  mkdirSync(other);
  writeFileSync(join(other, 'thesis.txt'), 'years of work');
  const fresh = path('fresh');
  const newer = path('newer');
  mkdirSync(newer);
  writeFileSync(
    join(newer, 'class.json'),
    readFileSync(join(folder, 'class.json'), 'utf8').replace('"version": 1', '"version": 2'),
  );
  const hostile = path('hostile');
  mkdirSync(hostile);
  writeFileSync(
    join(hostile, 'class.json'),
    readFileSync(join(folder, 'class.json'), 'utf8').replaceAll(`"${students[0]!.key}"`, '"../../escaped"'),
  );
  const strangers = path('strangers');
  mkdirSync(strangers);
  writeFileSync(join(strangers, 'report.json'), '{"version": 1, "class": "ffffffffffffffff", "files": []}');
  const trap = path('trap');
  mkdirSync(trap);
  writeFileSync(
    join(trap, 'report.json'),
    '{"version": 1, "class": "0123456789abcdef", "files": ["../other/thesis.txt"]}',
  );
  const later = path('later');
  mkdirSync(later);
  writeFileSync(join(later, 'report.json'), '{"version": 2}');
  const taken = path('taken');
  mkdirSync(taken);
  writeFileSync(join(taken, 'report.json'), '{"version": 1, "class": "0123456789abcdef", "files": []}');
  writeFileSync(join(taken, 'index.html'), 'mine');

  test.each<[string, string[], RegExp]>([
    [
      'a folder that is not there',
      ['nowhere', '--out', fresh],
      /nowhere: is no folder: give the folder of --out/,
    ],
    [
      'a folder without a class',
      [other, '--out', fresh],
      /class\.json: is not there: give the folder of --out/,
    ],
    [
      'a class of a newer version',
      [newer, '--out', fresh],
      /class\.json: is of version 2, and this hyperlab knows/,
    ],
    [
      'a key that leads out of the folder',
      [hostile, '--out', fresh],
      /the key "\.\.\/\.\.\/escaped" is no name of a folder/,
    ],
    [
      'a folder with other things',
      [folder, '--out', other],
      /other: holds other things, such as "thesis\.txt"/,
    ],
    ['the folder of the class itself', [folder, '--out', folder], /class: holds other things/],
    ['the report of another class', [folder, '--out', strangers], /holds the report of another class/],
    [
      'a report file that names files of others',
      [folder, '--out', trap],
      /report\.json: is not what hyperlab report wrote/,
    ],
    ['a report of a newer version', [folder, '--out', later], /report\.json: is of version 2: use the newer/],
    [
      "a page of the user's own",
      [folder, '--out', taken],
      /index\.html: is there already, and is not of this report/,
    ],
    [
      'a folder of a student',
      [folder, '--out', join(folder, students[0]!.key, 'all')],
      /lies in the folder of a student/,
    ],
    [
      'a file in place of the folder',
      [folder, '--out', join(other, 'thesis.txt')],
      /cannot be the folder of a report \(ENOTDIR\)/,
    ],
  ])('%s', async (_what, [from, , out], words) => {
    const message = await refusal(from!, out!);
    expect(message).toMatch(words);
    expect(message.split('\n')).toHaveLength(1);
    expect(existsSync(fresh)).toBe(false);
    expect(readFileSync(join(other, 'thesis.txt'), 'utf8')).toBe('years of work');
    expect(readdirSync(taken).sort()).toEqual(['index.html', 'report.json']);
  });
});

test('a folder that is no class, or no report, is told before a database is opened', async () => {
  const unread = () => Promise.reject(new Error('the texts were read'));
  expect(await refusal(path('nowhere'), path('new'), unread)).toMatch(/nowhere: is no folder/);
  expect(await refusal(folder, folder, unread)).toMatch(/holds other things/);
});

const noTexts = (): Promise<undefined> => Promise.resolve(undefined);

/** What the user is told; anything else than the user's fault is thrown. */
async function refusal(from: string, out: string, readTexts = noTexts): Promise<string> {
  try {
    await makeReport(from, out, {
      readTexts,
      makeFolder: (made) => mkdirSync(made, { recursive: true }),
    });
  } catch (error) {
    if (error instanceof UsersFault) {
      return error.message;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}
