/** Downloads as they come: one zip file, files of code without an archive, and archives that mean harm. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSubmission } from '../../submission/index.js';
import { makeZip, type ZipEntry } from '../../submission/files/make-archives.js';
import { openDownload } from './unpack.js';

const top = mkdtempSync(join(tmpdir(), 'hyperlab-unpack-'));
afterAll(() => rmSync(top, { recursive: true }));
let count = 0;

function opened(entries: readonly ZipEntry[] | Buffer) {
  const folder = join(top, `${++count}`);
  const file = `${folder}.zip`;
  writeFileSync(file, Buffer.isBuffer(entries) ? entries : makeZip(entries));
  return openDownload(file, [], folder);
}

const work = makeZip([{ path: '08-trap-and-emulate/emulate.ts', content: 'x' }]);
const lab = {
  beside: [],
  exercises: [{ id: '08-trap-and-emulate', partFile: 'emulate.ts', handoutFiles: [] }],
};

test.each<[string, ZipEntry[], string[]]>([
  [
    'Canvas',
    [
      { path: 'adalove_1_10_lab.zip', content: work },
      { path: 'hopper_LATE_2_11_lab.zip', content: work },
    ],
    ['adalove <canvas 1>: adalove_1_10_lab.zip', 'hopper <canvas 2>: hopper_LATE_2_11_lab.zip'],
  ],
  [
    'Moodle',
    [{ path: 'Ada L_12_assignsubmission_file/lab.zip', content: work }, { path: '__MACOSX/._x' }],
    ['Ada L <moodle 12>: Ada L_12_assignsubmission_file'],
  ],
  [
    'Gradescope',
    [
      {
        path: 'export/submission_metadata.yml',
        content: 'submission_7:\n  :submitters:\n  - :name: Ada\n    :sid: 4\n',
      },
      { path: 'export/submission_7/emulate.ts', content: 'x' },
    ],
    ['Ada <id 4>: export/submission_7'],
  ],
])('the zip file of %s is read as it is', async (_what, entries, expected) => {
  const { handedIn, remarks } = await opened(entries);
  const told = handedIn.map(({ person, source }) => {
    const ids = Object.entries(person.ids).map(([kind, id]) => `${kind} ${id}`);
    return `${person.name} <${ids.join()}>: ${source}`;
  });
  expect(told).toEqual(expected);
  expect(remarks).toEqual([]);
  const { parts } = await openSubmission(handedIn[0]!.path, lab);
  expect([...parts.keys()]).toEqual(['08-trap-and-emulate']);
});

const other = makeZip([{ path: '08-trap-and-emulate/emulate.ts', content: 'y' }]);
const inFolder = (entries: readonly ZipEntry[]) => {
  const folder = join(top, `${++count}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'submissions.zip'), makeZip(entries));
  return folder;
};

test.each<[string, ZipEntry[], string[]]>([
  [
    'Canvas, as its gradebook gives it',
    [{ path: 'adalove_1_10_lab.zip', content: work }],
    ['adalove: submissions.zip/adalove_1_10_lab.zip'],
  ],
  [
    'archives',
    [
      { path: 'ada.zip', content: work },
      { path: 'bob.zip', content: other },
    ],
    ['ada: submissions.zip/ada.zip', 'bob: submissions.zip/bob.zip'],
  ],
  [
    'wrapped folders',
    [
      { path: 'submissions/ada/lab/08-trap-and-emulate/emulate.ts', content: 'x' },
      { path: 'submissions/bob/08-trap-and-emulate/emulate.ts', content: 'y' },
    ],
    ['ada: submissions.zip/submissions/ada', 'bob: submissions.zip/submissions/bob'],
  ],
])(
  'a download that holds submissions.zip alone is read as what is in it: %s',
  async (_what, entries, told) => {
    const folder = inFolder(entries);
    const inArchive = [{ path: 'submissions.zip', content: makeZip(entries) }];
    for (const { handedIn } of [await openDownload(folder, [], `${folder}-to`), await opened(inArchive)]) {
      expect(handedIn.map(({ person, source }) => `${person.name}: ${source}`)).toEqual(told);
      expect((await openSubmission(handedIn[0]!.path, lab)).parts.size).toBe(1);
    }
  },
);

test.each<[string, ZipEntry[]]>([
  ['exercises', [{ path: '08-trap-and-emulate/emulate.ts' }, { path: '09-silent-failures/find.ts' }]],
  ['a copy of the lab', [{ path: 'src/index.ts' }, { path: 'exercises/08-trap-and-emulate/emulate.ts' }]],
  ['parts without folders', [{ path: 'src/emulate.ts' }, { path: 'notes/plan.md' }]],
  ['an archive', [{ path: 'lab.zip', content: work }]],
  ['nothing that may be unpacked', [{ path: '../ada.zip', content: work }]],
])('one archive of %s is the work of one student', async (_what, entries) => {
  const folder = inFolder(entries);
  const { handedIn, remarks } = await openDownload(folder, [], `${folder}-to`);
  expect(handedIn.map(({ person, source }) => `${person.name}: ${source}`)).toEqual([
    'submissions: submissions.zip',
  ]);
  expect(remarks).toEqual([]);
});

test('Canvas: files of code are one attempt, and a file that came again makes a later one', async () => {
  const { handedIn, remarks } = await opened(
    ['ada_1_10_emulate.ts', 'ada_1_11_shadow.ts', 'ada_LATE_1_12_emulate-1.ts', 'ada_1_13_plan.pdf'].map(
      (path) => ({ path }),
    ),
  );
  const told = handedIn.map(({ files, markedLate }) => [
    ...files!.map(({ name, path }) => `${name} of ${path.slice(path.lastIndexOf('/') + 1)}`),
    markedLate === true ? 'late' : 'in time',
  ]);
  expect(told).toEqual([
    ['emulate.ts of ada_1_10_emulate.ts', 'shadow.ts of ada_1_11_shadow.ts', 'in time'],
    ['emulate.ts of ada_LATE_1_12_emulate-1.ts', 'shadow.ts of ada_1_11_shadow.ts', 'late'],
  ]);
  expect(remarks.map(({ message }) => message)).toEqual([
    "ada_1_13_plan.pdf is a file, and no archive: nobody's work was read from it",
  ]);
});

test('a file of code beside an archive is told, since a person must look', async () => {
  const { handedIn, remarks } = await opened([
    { path: 'ada_1_10_lab.zip', content: work },
    { path: 'ada_1_11_emulate.ts' },
  ]);
  expect(handedIn).toHaveLength(1);
  expect(remarks).toEqual([
    {
      kind: 'ambiguous',
      source: 'ada_1_11_emulate.ts',
      message:
        'ada_1_11_emulate.ts lies beside ada_1_10_lab.zip of the same student, which counts: it was not read',
    },
  ]);
});

test.each<[string, ZipEntry[] | Buffer, string]>([
  [
    'climbs out',
    [{ path: '../evil.zip', content: 'x' }],
    'the archive holds the path ../evil.zip, which leads out of it',
  ],
  ['has one name twice', [{ path: 'a.zip' }, { path: 'a.zip' }], 'a.zip stands in the archive twice'],
  [
    'claims to be endless',
    [
      { path: 'a.zip', claimedSize: 2 ** 31 },
      { path: 'b.zip', claimedSize: 2 ** 31 },
    ],
    'the archive unpacks to more than 2048 MiB',
  ],
  ['is none', Buffer.from('hello'), 'cannot be read as a zip archive'],
])('a zip file that %s is refused in one line, and nothing lies outside', async (_what, entries, words) => {
  const error = await opened(entries).then(String, String);
  expect(error).toContain(`${top}/${count}.zip: cannot be unpacked (${words}`);
  expect(error).toMatch(/\): unpack it, and give the folder$/);
  expect(error).not.toContain('\n');
  expect(existsSync(join(top, 'evil.zip'))).toBe(false);
});

test('a link in it is not followed, and one file that is too large is its student’s fault alone', async () => {
  const { handedIn, remarks } = await opened([
    { path: 'ada.zip', content: work },
    { path: 'bomb.zip', content: Buffer.alloc(16 * 2 ** 20 + 1) },
    { path: 'eve.zip', content: '/etc/passwd', mode: 0o120777 },
  ]);
  expect(handedIn.map(({ source }) => source)).toEqual(['ada.zip', 'bomb.zip']);
  expect(remarks.map(({ message }) => message)).toEqual([
    'bomb.zip is damaged, or larger than 16 MiB: it was not read',
    "eve.zip is a symbolic link: nobody's work was read from it",
  ]);
  await expect(openSubmission(handedIn[1]!.path, lab)).rejects.toThrow('the archive is larger than 16 MiB');
  expect(readFileSync(handedIn[0]!.path).equals(work)).toBe(true);
  expect(statSync(handedIn[1]!.path).blocks).toBe(0);
});
